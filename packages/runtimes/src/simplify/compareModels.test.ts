import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Model,
  type Tensor,
  buildGraph,
  conv2d,
  float32,
  floats,
  relu,
  scrambledWeights,
} from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareModels } from "./compareModels.js";

let folder: string;
const at = (name: string): string => join(folder, name);

function modelOf(change: number): Model {
  const layer = conv2d({ filters: 3, kernel: 1 });
  const graph = buildGraph("net", { name: "image", type: float32(1, 4, 1, 5) }, layer, "y");
  const weights = scrambledWeights(graph, 1);
  const get: Model["weights"]["get"] = (parameter) => {
    const tensor = weights.get(parameter);
    const data = floats(tensor).slice();
    data[0]! += change;
    return { ...tensor, data } as Tensor;
  };
  return { graph, weights: { get } };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-compare-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function compared(change: number) {
  await writeOnnx(modelOf(0), at("before.onnx"));
  await writeOnnx(modelOf(change), at("after.onnx"));
  const place = at(`outputs-${change}`);
  await mkdir(place);
  const options = { sizes: {}, seed: 1, folder: place, signal: undefined };
  return await compareModels([at("before.onnx"), at("after.onnx")], options);
}

test("Models are compared by ONNX Runtime without optimisations, and one weight that differs shows", async () => {
  expect(await compared(0)).toMatchObject({
    by: expect.stringMatching(/^onnxruntime-node\/cpu .* without optimisations on one thread$/),
    outputs: [{ name: "y", passed: true, relativeError: 0 }],
  });
  expect((await compared(0.5)).outputs).toMatchObject([{ name: "y", passed: false }]);
});

test("What ONNX Runtime has no kernel for is by the evaluator", async () => {
  const graph = buildGraph("net", { name: "x", type: { dtype: "int16", shape: [3] } }, relu(), "y");
  await writeOnnx({ graph, weights: scrambledWeights(graph, 1) }, at("integers.onnx"));
  const options = { sizes: {}, seed: 1, folder: at("kept"), signal: undefined };
  await mkdir(options.folder);
  expect(await compareModels([at("integers.onnx"), at("integers.onnx")], options)).toMatchObject({
    by: "the evaluator",
    outputs: [{ name: "y", passed: true }],
  });
});
