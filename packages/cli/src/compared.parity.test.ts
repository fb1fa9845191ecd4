/** The networks that the paper compares its accuracy with compute in files for ONNX and tfjs what the reference computes; narrow and small ones. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate, floats, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { seededInputs } from "@linknet-kit/runtimes/measure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { relativeError } from "./parity.test.support.js";
import { runnerOf } from "./runtimes.test.fixture.js";

const RUNTIMES = ["onnxruntime-node/cpu", "tfjs/wasm"];
const TOLERANCE = 1e-4;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-compared-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.each([
  ["dilation8", { width: 195, height: 194 }],
  ["dilation10", { width: 194, height: 195 }],
  ["deeplab-largefov", { width: 50, height: 65 }],
  ["deeplab-v2", { width: 50, height: 65 }],
])("%s", async (network, size) => {
  const graph = buildNetwork(network, { size, classes: 3, width: 0.01 });
  const model = { graph, weights: scrambledWeights(graph, 11) };
  const inputs = seededInputs(graph.inputs, 1);
  const expected = floats(evaluate(model, inputs)["logits"]!);
  for (const name of RUNTIMES) {
    const run = await runnerOf(name, folder);
    const { logits } = await run(model, inputs);
    expect(logits!.shape).toEqual([1, 3, size.height, size.width]);
    expect(relativeError(floats(logits!), expected)).toBeLessThan(TOLERANCE);
  }
});
