import { expect, it } from "vitest";
import {
  exampleEnvironment,
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
  onOtherMachine,
} from "../exampleResults.test.fixture.js";
import { plainText } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { listCautions } from "./cautions.js";

const [size] = sizes;
const fine = exampleMeasurement("enet", size);
const cautions = (...files: Parameters<typeof arrangeRuns>[0]) => listCautions(arrangeRuns(files)).map(plainText);

it("finds nothing to warn of in a complete, valid run on a quiet machine", () => {
  expect(cautions(exampleFile([fine]))).toEqual([]);
});

it("warns of a load above 0.5 a core before the start, and not at it", () => {
  const withLoad = (load: number) =>
    exampleFile([fine], { environment: exampleEnvironment({ loadAverage: [load, 9, 9] }) });
  expect(cautions(withLoad(2))).toEqual([]);
  expect(cautions(withLoad(2.1))[0]).toContain("load average 2.1 on 4 cores, more than 0.5 a core");
});

it("warns of an interrupted suite, of results without a latency and of uncommitted changes", () => {
  const results = [fine, exampleResult("segnet", size, { status: "timeout" }), exampleResult("linknet", size)];
  const environment = exampleEnvironment({ gitDirty: true });
  expect(cautions(exampleFile(results, { suite: { name: "quick", cells: 5 }, environment }))).toEqual([
    "The suite was interrupted: 3 of 5 cells have a result.",
    "2 results have no latency (1 timeout and 1 failed); the reasons stand under Not measured.",
    "Measured from a working tree with uncommitted changes on top of 0123456789ab.",
  ]);
});

it("names the widest interval of the noisy results", () => {
  const latency = { ...exampleLatency(100, 12), medianMs: 100, ciLowMs: 94, ciHighMs: 108 };
  const noisy = exampleMeasurement("enet", size, { status: "noisy", latency });
  expect(cautions(exampleFile([fine, noisy]))).toEqual([
    "1 latency marked noisy: the samples did not settle, and the 95 % interval reaches ±7.0 % of the median.",
  ]);
});

it("gives no share of a median of 0, which a coarse clock may give", () => {
  const latency = { ...exampleLatency(1, 12), medianMs: 0, ciLowMs: 0, ciHighMs: 1 };
  expect(cautions(exampleFile([exampleMeasurement("enet", size, { status: "noisy", latency })]))).toEqual([
    "1 latency marked noisy: the samples did not settle.",
  ]);
});

it("says which of several machines is meant", () => {
  expect(
    cautions(exampleFile([fine]), onOtherMachine(exampleFile([fine], { suite: { name: "quick", cells: 2 } }))),
  ).toEqual(["B: The suite was interrupted: 1 of 2 cells have a result."]);
});

it("does not warn of a runtime that is not there, of cells left out on purpose, nor of software in a GPU's place that fails", () => {
  const leftOut = [{ runtime: "slow/wasm", cells: [{ network: "segnet", size }], reason: "a run takes too long" }];
  const absent = exampleResult("enet", size, { status: "unavailable", runtime: "absent/gpu" });
  const software = exampleResult("enet", size, {
    runtime: "chromium/tfjs-webgl",
    device: "SwiftShader (software, no GPU)",
  });
  const file = exampleFile([fine, absent, software], { suite: { name: "default", cells: 3, leftOut } });
  expect(cautions(file)).toEqual([]);
  expect(cautions(exampleFile([software]))).toEqual([
    "1 result has no latency (1 failed); the reasons stand under Not measured.",
  ]);
});

it("says which shards of a plan are missing", () => {
  const suite = { name: "default", cells: 1, plan: { id: "a", of: 4, shards: [2] } };
  expect(cautions(exampleFile([fine], { suite }))).toEqual(["Of the plan's 4 shards, 1, 3 and 4 are missing."]);
  const most = { name: "default", cells: 1, plan: { id: "a", of: 999_999, shards: [2, 7] } };
  expect(cautions(exampleFile([fine], { suite: most }))).toEqual([
    "Of the plan's 999,999 shards, 1, 3 to 6 and 8 to 999999 are missing.",
  ]);
  const odd = Array.from({ length: 50_000 }, (_, index) => 2 * index + 1);
  const sparse = { name: "default", cells: 1, plan: { id: "a", of: 100_000, shards: odd } };
  expect(cautions(exampleFile([fine], { suite: sparse }))).toEqual([
    "Of the plan's 100,000 shards, 2, 4, 6, 8, 10, 12, 14, 16 and others are missing.",
  ]);
});
