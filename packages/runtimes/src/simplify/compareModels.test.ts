import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Model, type Tensor, buildGraph, conv2d, float32, floats, scrambledWeights } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareModels } from "./compareModels.js";

let folder: string;
const at = (name: string): string => join(folder, name);

/** One million multiply-accumulates for each row of the image. */
function modelOf(rows: number, change = 0): Model {
  const layer = conv2d({ filters: 100, kernel: 1 });
  const graph = buildGraph("net", { name: "image", type: float32(1, 100, rows, 100) }, layer, "y");
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

async function compared(rows: number, change: number) {
  await writeOnnx(modelOf(rows), at("before.onnx"));
  await writeOnnx(modelOf(rows, change), at("after.onnx"));
  const place = at(`outputs-${rows}-${change}`);
  await mkdir(place);
  const options = { sizes: {}, seed: 1, folder: place, signal: undefined };
  return await compareModels([at("before.onnx"), at("after.onnx")], options);
}

test("Small models are compared by the evaluator, and one weight that differs shows", async () => {
  expect(await compared(1, 0)).toMatchObject({
    by: "the evaluator",
    outputs: [{ name: "y", passed: true, relativeError: 0 }],
  });
  expect((await compared(1, 0.5)).outputs).toMatchObject([{ name: "y", passed: false }]);
});

test("Large ones are by ONNX Runtime without optimisations", async () => {
  const { by, outputs } = await compared(2100, 0.5);
  expect(by).toMatch(/^onnxruntime-node\/cpu .* without optimisations on one thread$/);
  expect(outputs).toMatchObject([{ name: "y", passed: false }]);
});
