import { UnknownNameError } from "@linknet-kit/base";
import { type Cell, cellKey } from "@linknet-kit/results";
import { type Runtime, allowedCores } from "@linknet-kit/runtimes";
import { describe, expect, test } from "vitest";
import { fakeRuntime } from "./fakes/suite.test.fake.js";
import { InvalidPlanError, NoFloat16Error } from "./errors.js";
import { type PlanOptions, planSuite } from "./suites.js";

const describeCell = ({ network, size }: Cell): string => `${network} ${size.width}x${size.height}`;
const vga = { width: 640, height: 480 };
const table = [fakeRuntime("a")];

test("table2 has the paper's three networks at its four sizes", () => {
  const { name, cells } = planSuite({ suite: "table2", table });
  expect(name).toBe("table2");
  expect(cells).toHaveLength(12);
  expect(cells.map(describeCell)).toContain("segnet 1920x1080");
});

test("The default suite leaves SegNet out where it would take minutes, and uses every allowed core", () => {
  const { name, cells, leftOut } = planSuite({ table });
  expect(name).toBe("default");
  expect(cells.map(describeCell)).not.toContain("segnet 1280x720");
  expect(cells.every(({ threads, batch }) => threads === allowedCores() && batch === 1)).toBe(true);
  expect(leftOut).toEqual([]);
});

describe("What is given", () => {
  test("replaces the suite's networks, each at the sizes that the suite has for it", () => {
    const own = planSuite({ networks: ["segnet"], table }).cells.map(describeCell);
    expect(own).toEqual(["segnet 640x360"]);
    const foreign = planSuite({ networks: ["unet"], table }).cells.map(describeCell);
    expect(foreign).toEqual(["unet 640x360", "unet 480x320", "unet 1280x720", "unet 160x96", "unet 96x64"]);
  });

  test("replaces the suite's sizes for all its networks, once each", () => {
    const cells = planSuite({ sizes: [vga], table }).cells.map(describeCell);
    expect(cells).toEqual(["segnet 640x480", "enet 640x480", "linknet 640x480"]);
  });

  test("is crossed, and cells of one artifact stand together", () => {
    const both = [fakeRuntime("a"), fakeRuntime("b")];
    const { cells } = planSuite({ networks: ["n"], sizes: [vga], threads: [1, 2], batch: [1, 4], table: both });
    expect(cells.map(({ batch, runtime, threads }) => `${batch} ${runtime} ${threads}`)).toEqual([
      "1 fake/a 1",
      "1 fake/a 2",
      "1 fake/b 1",
      "1 fake/b 2",
      "4 fake/a 1",
      "4 fake/a 2",
      "4 fake/b 1",
      "4 fake/b 2",
    ]);
    expect(new Set(cells.map(cellKey)).size).toBe(cells.length);
  });

  test("counts once when it is given twice", () => {
    expect(planSuite({ networks: ["n", "n"], sizes: [vga, vga], table }).cells).toHaveLength(1);
  });
});

describe("A slow runtime", () => {
  const mixed = [...table, { ...fakeRuntime("b"), slowness: 10 }, { ...fakeRuntime("c"), slowness: 1000 }];
  const cellsOf = (name: string, options: PlanOptions = {}): readonly string[] =>
    planSuite({ table: mixed, ...options })
      .cells.filter(({ runtime }) => runtime === name)
      .map(describeCell);

  test("gets what of the default suite does not take it too long", () => {
    expect(cellsOf("fake/a")).toHaveLength(9);
    expect(cellsOf("fake/b")).toEqual(["linknet 640x360", "linknet 160x96", "enet 96x64"]);
    expect(cellsOf("fake/c")).toEqual(["enet 96x64"]);
  });

  test("has the rest listed once each, whatever the threads and batches, with the reason", () => {
    const { leftOut } = planSuite({ table: mixed, threads: [1, 2], batch: [1, 4] });
    expect(leftOut.map(({ runtime, cells }) => [runtime, cells.length])).toEqual([
      ["fake/b", 6],
      ["fake/c", 8],
    ]);
    expect(leftOut[0]!.cells[0]).toEqual({ network: "segnet", size: { width: 640, height: 360 } });
    expect(leftOut[1]!.reason).toContain("1000 times as slow");
  });

  test("gets every size that is given, and all of a suite that does not mind", () => {
    expect(cellsOf("fake/c", { sizes: [vga] })).toHaveLength(3);
    expect(planSuite({ table: mixed, sizes: [vga] }).leftOut).toEqual([]);
    expect(cellsOf("fake/c", { suite: "table2" })).toHaveLength(12);
  });

  test("for which nothing is left is a wrong choice, answered with what to give", () => {
    const chosen = { table: mixed, runtimes: ["fake/c"], networks: ["segnet"] };
    expect(() => planSuite(chosen)).toThrow("expected sizes");
  });

  test("is measured once where a network that the suite does not have stands in several of its parts", () => {
    expect(cellsOf("fake/b", { networks: ["unet"] })).toEqual(["unet 640x360", "unet 160x96", "unet 96x64"]);
    const { leftOut } = planSuite({ table: mixed.slice(0, 2), networks: ["unet"] });
    expect(leftOut.map(({ cells }) => cells.map(({ size }) => size.width))).toEqual([[480, 1280]]);
  });
});

test("Cells at the small size have a share of the budget", () => {
  const budgets = planSuite({ table, budgetSeconds: 10 }).cells.map(({ size, budgetSeconds }) => [
    size.width,
    budgetSeconds,
  ]);
  expect(Object.fromEntries(budgets)).toEqual({ 480: 10, 640: 10, 1280: 10, 160: 3, 96: 3 });
});

test("Quick cells have a fifth of the budget, and a budget that is given counts more", () => {
  const full = planSuite().budgetSeconds;
  expect(planSuite({ quick: true }).budgetSeconds).toBeCloseTo(full / 5);
  expect(planSuite({ quick: true, budgetSeconds: 30 }).budgetSeconds).toBe(30);
});

test("A family's name stands for its first runtime, and an unknown one is answered with the nearest", () => {
  expect(planSuite({ runtimes: ["onnxruntime-node"] }).cells[0]!.runtime).toBe("onnxruntime-node/cpu");
  expect(() => planSuite({ runtimes: ["onnxruntime-nod/cpu"] })).toThrow('did you mean "onnxruntime-node/cpu"?');
  expect(() => planSuite({ suite: "tabel2" })).toThrow(UnknownNameError);
  expect(() => planSuite({ suite: "tabel2" })).toThrow('did you mean "table2"?');
});

test.each([
  ["threads", { threads: [0] }],
  ["threads", { threads: [1.5] }],
  ["batch", { batch: [-1] }],
  ["batch", { batch: [1e9] }],
  ["budget", { budgetSeconds: 0 }],
  ["budget", { budgetSeconds: Number.NaN }],
  ["budget", { budgetSeconds: Number.POSITIVE_INFINITY }],
  ["the suite", { networks: [] }],
] as const)("A plan is refused for its %s: %o", (option, given) => {
  expect(() => planSuite(given)).toThrow(InvalidPlanError);
  expect(() => planSuite(given)).toThrow(option);
});

describe("Data types", () => {
  const tfjs: Runtime = { ...fakeRuntime("tfjs"), target: "tfjs" };
  const without: Runtime = { ...fakeRuntime("without"), withoutFloat16: "its device has none" };
  const both = [...table, tfjs, without];

  test("are crossed with everything else, and left out with the reason where a runtime has no float16", () => {
    const { cells, leftOut } = planSuite({ networks: ["n"], sizes: [vga], dtypes: ["fp32", "fp16"], table: both });
    expect(cells.map(({ runtime, dtype = "fp32" }) => `${runtime} ${dtype}`)).toEqual([
      "fake/a fp32",
      "fake/a fp16",
      "fake/tfjs fp32",
      "fake/without fp32",
    ]);
    expect(new Set(cells.map(cellKey)).size).toBe(cells.length);
    expect(leftOut.map(({ runtime, reason }) => `${runtime}: ${reason}`)).toEqual([
      "fake/tfjs: no fp16: tfjs computes in float32, however its weights are stored",
      "fake/without: no fp16: its device has none",
    ]);
  });

  test("that none of the runtimes has, or that nobody has, are wrong usage", () => {
    expect(() => planSuite({ dtypes: ["fp16"], runtimes: ["fake/tfjs"], table: both })).toThrow(NoFloat16Error);
    expect(() => planSuite({ dtypes: ["fp61"], table })).toThrow(UnknownNameError);
  });
});
