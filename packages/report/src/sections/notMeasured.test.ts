import { describe, expect, it } from "vitest";
import {
  exampleFile,
  exampleMeasurement,
  exampleResult,
  sizes,
  onOtherMachine,
} from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildNotMeasured } from "./notMeasured.js";

const [, medium] = sizes;
const build = (...results: Parameters<typeof exampleFile>[0]) => buildNotMeasured(arrangeRuns([exampleFile(results)]));

describe("results without a latency", () => {
  it("stand apart with their reason, and never with a number", () => {
    const incorrect = exampleMeasurement("segnet", medium, {
      status: "incorrect",
      reason: "The output differs.",
      outputCheck: { passed: false, reference: "x", relativeError: 0.3, tolerance: 1e-4, shareAbove: 0.12 },
    });
    const section = build(
      incorrect,
      exampleResult("enet", medium, { status: "unavailable", reason: "Not installed." }),
    );
    expect(plainRows(findTable(section, "without-latency"))).toEqual([
      "SegNet | 640x360 | onnxruntime-node | incorrect | The output differs. | failed, 3.0e-1, 12 % of the elements off",
    ]);
    expect(plainRows(findTable(section, "unavailable"))).toEqual(["onnxruntime-node | Not installed."]);
  });

  it("say so when the file gives no reason", () => {
    expect(plainSection(build(exampleResult("enet", medium)))).toContain("failed | The file gives no reason.");
  });
});

it("What a suite left out stands with its reason, unless the whole runtime is missing", () => {
  const cells = [
    { network: "segnet", size: medium },
    { network: "linknet", size: medium },
  ];
  const leftOut = [
    { runtime: "slow/wasm", cells, reason: "a run takes too long" },
    { runtime: "missing/gpu", cells, reason: "unavailable: one row says why" },
  ];
  const missing = exampleResult("enet", medium, { runtime: "missing/gpu", status: "unavailable", reason: "No GPU." });
  const file = exampleFile([missing], { suite: { name: "default", cells: 1, leftOut } });
  expect(plainRows(findTable(buildNotMeasured(arrangeRuns([file])), "left-out"))).toEqual([
    "slow/wasm | 2 cells | SegNet 640x360 and LinkNet 640x360 | a run takes too long",
  ]);
});

it("A report of several machines says which one lacks what", () => {
  const missing = exampleResult("enet", medium, { status: "unavailable", reason: "No GPU." });
  const files = [exampleFile([exampleMeasurement("enet", medium)]), onOtherMachine(exampleFile([missing]))];
  expect(plainRows(findTable(buildNotMeasured(arrangeRuns(files)), "unavailable"))).toEqual([
    "onnxruntime-node | B | No GPU.",
  ]);
});

it("Is no section where nothing is missing, and says in a line what is", () => {
  expect(build(exampleMeasurement("enet", medium))).toBeUndefined();
  const absent = exampleResult("enet", medium, { status: "unavailable" });
  expect(build(absent, exampleResult("enet", medium))?.summary).toBe("1 runtime not there and 1 run without a latency");
});
