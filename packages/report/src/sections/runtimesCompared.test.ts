import type { Result } from "@linknet-kit/results";
import { describe, expect, it } from "vitest";
import type { ReportCell } from "../document.js";
import {
  exampleEnvironment,
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
  onOtherMachine,
} from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildRuntimesCompared } from "./runtimesCompared.js";

const [small, medium] = sizes;

function measured(runtime: string, size: Result["size"], medianMs: number, changes: Partial<Result> = {}): Result {
  const latency = { ...exampleLatency(medianMs, 12), medianMs, ciLowMs: 0.8 * medianMs, ciHighMs: 1.25 * medianMs };
  return exampleMeasurement("linknet", size, { runtime, latency, throughputFps: 1000 / medianMs, ...changes });
}

const results = [
  measured("native", small, 10),
  measured("wasm", small, 40),
  measured("native", medium, 20),
  measured("wasm", medium, 180),
  measured("gpu", medium, 5),
];
const build = (...files: Parameters<typeof arrangeRuns>[0]) => buildRuntimesCompared(arrangeRuns(files));

describe("runtimes of one machine", () => {
  const section = build(exampleFile(results));

  it("stand side by side cell by cell, the fastest of each in bold", () => {
    const table = findTable(section, "runtimes-by-cell");
    expect(table.columns.map(({ title }) => title)).toEqual(["Network", "Size", "native", "wasm", "gpu"]);
    expect(plainRows(table)).toEqual(["LinkNet | 480x320 | 10.0 | 40.0 | ", "LinkNet | 640x360 | 20.0 | 180 | 5.00"]);
    const bold = table.rows.map(({ cells }) => cells.flatMap((cell, index) => (isBold(cell) ? index : [])));
    expect(bold).toEqual([[2], [4]]);
  });

  it("have all that intervals do not tell from the fastest in bold: 8 to 12.5 reaches 9.6", () => {
    const close = build(
      exampleFile([measured("native", small, 10), measured("wasm", small, 12), measured("gpu", small, 99)]),
    );
    const [row] = findTable(close, "runtimes-by-cell").rows;
    expect(row!.cells.map(isBold)).toEqual([false, false, true, true, false]);
  });

  it("are summed up by their speed beside the fastest: gpu is 4 times native, and wasm sqrt(4 x 9) = 6 times slower than that", () => {
    const table = findTable(section, "runtimes");
    expect(plainRows(table).map((row) => row.split(" | ").slice(0, 3))).toEqual([
      ["gpu", "1.0", "1"],
      ["native", "0.25", "2"],
      ["wasm", "0.042", "2"],
    ]);
    const bars = table.rows
      .map(({ cells }) => cells[1])
      .map((cell) => (typeof cell === "string" ? undefined : cell?.bar));
    expect(bars.map((bar) => bar?.length)).toEqual([1, 0.25, expect.closeTo(1 / 24, 12)]);
  });

  it("have no place for what is no measurement, nor cell by cell for a cell measured in one way", () => {
    const wrong = measured("wrong", medium, 1, { status: "incorrect", reason: "x" });
    const alone = exampleMeasurement("enet", small, { runtime: "native" });
    expect(plainSection(build(exampleFile([...results, wrong, alone])))).not.toMatch(/wrong|ENet/);
  });

  it("say which medians are noisy, and keep batches apart", () => {
    const noisy = measured("wasm", small, 40, { status: "noisy", reason: "x" });
    const batch = [measured("native", small, 30, { batch: 2 }), measured("wasm", small, 60, { batch: 2 })];
    const apart = build(exampleFile([measured("native", small, 10), noisy, ...batch]));
    const [single, both] = plainRows(findTable(apart, "runtimes-by-cell"));
    expect(single).toMatch(/^LinkNet \| 480x320 \| .*10\.0.*~40\.0/);
    expect(both).toMatch(/^LinkNet \| 480x320, batch 2 \| .*30\.0.*60\.0/);
  });

  it("explain their short names once: full name, version, and the device where it is not the processor", () => {
    const environment = exampleEnvironment({ runtimes: { "onnxruntime-node/cuda": "1.30.0" } });
    const on = (runtime: string, device: string) => measured(runtime, small, 10, { device });
    const two = [on("onnxruntime-node/cuda", "a card"), on("chromium/tfjs-wasm", environment.cpu.model)];
    expect(plainRows(findTable(build(exampleFile(two, { environment })), "runtimes"))).toEqual([
      "ORT CUDA | 1.0 | 1 | onnxruntime-node/cuda | 1.30.0 | a card | 2 threads",
      "tfjs wasm (Chromium) | 1.0 | 1 | chromium/tfjs-wasm |  | the processor | 2 threads",
    ]);
  });
});

describe("software in a GPU's place", () => {
  const software = measured("chromium/tfjs-webgl", small, 900, { device: "SwiftShader Device (software, no GPU)" });

  it("is folded away beside anything else", () => {
    const section = build(exampleFile([measured("native", small, 10), software]));
    expect(plainRows(findTable(section, "runtimes"))).toHaveLength(1);
    expect(findTable(section, "software").folded).toBe(true);
    expect(plainRows(findTable(section, "software"))[0]).toMatch(/^tfjs WebGL \(Chromium, software\) \| 0\.011 \| 1/);
  });

  it("stands in the open where it is all there is", () => {
    const section = build(exampleFile([software]));
    expect(plainRows(findTable(section, "runtimes"))).toHaveLength(1);
    expect(section?.blocks).toHaveLength(1);
  });
});

it("A runtime that shares no cell with the one measured most says so in place of its speed", () => {
  const tiny = measured("gpu", { width: 64, height: 64 }, 1);
  const rows = plainRows(findTable(build(exampleFile([...results.slice(0, 4), tiny])), "runtimes"));
  expect(rows.at(-1)).toMatch(/^gpu \| no common cell \| 0 \|/);
});

it("Machines are told apart by their letters", () => {
  const files = [10, 20].map((medianMs) =>
    onOtherMachine(exampleFile([measured("native", small, medianMs)]), medianMs),
  );
  const rows = plainRows(findTable(build(...files), "runtimes"));
  expect(rows.map((row) => row.split(" | ").slice(0, 2))).toEqual([
    ["A: native", "1.0"],
    ["B: native", "0.50"],
  ]);
});

it("Where too many cells were measured in two ways, the rest is said to stand elsewhere", () => {
  const many = Array.from({ length: 44 }, (_, index) => ({ width: 32 + index, height: 32 }));
  const twice = many.flatMap((size) => ["native", "wasm"].map((runtime) => measured(runtime, size, 10)));
  const section = build(exampleFile(twice));
  expect(findTable(section, "runtimes-by-cell").rows).toHaveLength(40);
  expect(plainSection(section)).toContain("Under All results: 4 further cells.");
});

it("One configuration is only named, and none is no section", () => {
  const section = build(exampleFile([measured("native", small, 10)]));
  expect(findTable(section, "runtimes").columns.map(({ title }) => title)).toEqual([
    "Name",
    "Runtime",
    "Version",
    "Threads",
  ]);
  expect(build(exampleFile([exampleResult("enet", small)]))).toBeUndefined();
});

function isBold(cell: ReportCell): boolean {
  return (
    typeof cell !== "string" &&
    typeof cell.text !== "string" &&
    cell.text.some((inline) => typeof inline === "object" && "strong" in inline)
  );
}
