import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseKernels } from "./onnxruntimeKernels.js";

/**
 * What ONNX Runtime 1.30 wrote of four runs of a convolution, a ReLU and a convolution on one thread, without what is not read of it;
 * and the nodes that its optimiser had made of them.
 */
const recorded = readFileSync(new URL("cpuRuns.test.fixture.json", import.meta.url), "utf8");
const optimised = [
  { name: "relu_nchwc", type: "Conv", inputs: ["image", "reorder", "reorder_token_0"], activation: "Relu" },
  { name: "ReorderOutput", type: "ReorderOutput", inputs: ["reorder_token_1"] },
  { name: "logits_nchwc", type: "Conv", inputs: ["relu", "reorder_token_2", "reorder_token_3"] },
  { name: "ReorderOutput_token_5", type: "ReorderOutput", inputs: ["reorder_token_4"] },
];

describe("A profile of runs", () => {
  test("has the median of each kernel over all runs but the first, read off the recording by hand", () => {
    expect(parseKernels(recorded, optimised)).toEqual({
      runs: 3,
      runMs: 0.034,
      overheadMs: expect.closeTo(0.018, 9),
      kernels: [
        { node: "relu_nchwc", op: "Conv", medianMs: 0.006, tails: ["activation"] },
        { node: "ReorderOutput", op: "ReorderOutput", medianMs: 0.003 },
        { node: "logits_nchwc", op: "Conv", medianMs: 0.004 },
        { node: "ReorderOutput_token_5", op: "ReorderOutput", medianMs: 0.003 },
      ],
    });
  });

  test("says of a convolution that reads a fourth value that it adds it", () => {
    const adding = { name: "logits_nchwc", type: "Conv", inputs: ["relu", "w", "b", "sum"], activation: "Relu" };
    expect(parseKernels(recorded, [adding]).kernels[2]!.tails).toEqual(["add", "activation"]);
  });

  const altered = (change: (event: Record<string, unknown>) => object): string =>
    JSON.stringify((JSON.parse(recorded) as Record<string, unknown>[]).map(change));
  test.each([
    ["nothing", ""],
    ["half of one", recorded.slice(0, 1000)],
    ["another document", "{}"],
    ["one of no run", "[]"],
    ["one whose kernels took less than no time", altered((event) => ({ ...event, dur: -1 }))],
    ["one whose times are words", altered((event) => ({ ...event, ts: "soon" }))],
    ["one whose kernels have no operator", altered((event) => ({ ...event, args: {} }))],
  ])("is refused where it is %s", (_, text) => {
    expect(() => parseKernels(text, optimised)).toThrow("does not say how long its kernels took");
  });

  test("is refused where its kernels ran outside of its runs", () => {
    const moved = altered((event) => (event.cat === "Node" ? { ...event, ts: 1e9 } : event));
    expect(() => parseKernels(moved, optimised)).toThrow("no kernel was seen to run");
  });
});
