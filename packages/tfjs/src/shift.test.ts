/**
 * ONNX puts padding where the graph says, TensorFlow's `SAME` an odd row and column at the end. Both give the same shape, a pixel apart:
 * one bright pixel shows where it goes.
 */
import {
  type FloatTensor,
  type Layer,
  buildGraph,
  conv2d,
  convTranspose2d,
  evaluate,
  float32,
  floatTensor,
  givenWeights,
} from "@linknet-kit/core";
import { beforeAll, expect, test } from "vitest";
import { encodeTfjs } from "./encode/encodeTfjs.js";
import { relativeError, runArtifacts, tf, useBackend } from "./tensorflow.test.fixture.js";

beforeAll(async () => {
  await useBackend("wasm");
});

/** 1 to 9, so that every tap of the kernel is told from the others. */
const KERNEL = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SIDE = 6;

async function both(layer: Layer): Promise<{ readonly ours: FloatTensor; readonly expected: FloatTensor }> {
  const graph = buildGraph("shift", { name: "x", type: float32(1, 1, SIDE, SIDE) }, layer, "y");
  const tensors = graph.parameters.map(({ name, type }): [string, FloatTensor] => [
    name,
    floatTensor(type.shape, type.shape.length === 4 ? KERNEL : [0]),
  ]);
  const model = { graph, weights: givenWeights(new Map(tensors)) };
  const x = brightPixel();
  return {
    ours: (await runArtifacts(encodeTfjs(model), { x }))["y"]!,
    expected: evaluate(model, { x })["y"] as FloatTensor,
  };
}

function brightPixel(): FloatTensor {
  const x = floatTensor([1, 1, SIDE, SIDE]);
  x.data[2 * SIDE + 3] = 1;
  return x;
}

test("A convolution with stride 2 sees the first row and column as in the graph, not as under SAME", async () => {
  const { ours, expected } = await both(conv2d({ filters: 1, kernel: 3, stride: 2, padding: 1 }));
  expect(relativeError(ours, expected)).toBe(0);
  const image = tf.tensor4d(brightPixel().data, [1, SIDE, SIDE, 1]);
  const same = tf.conv2d(image, tf.tensor4d(KERNEL, [3, 3, 1, 1]), 2, "same");
  expect(same.size).toBe(expected.data.length);
  expect([...same.dataSync()]).not.toEqual([...expected.data]);
});

test("A transposed convolution to twice the size crops at the start, not as under SAME", async () => {
  const layer = convTranspose2d({ filters: 1, kernel: 3, stride: 2, padding: 1, outputPadding: 1 });
  const { ours, expected } = await both(layer);
  expect(relativeError(ours, expected)).toBe(0);
  const image = tf.tensor4d(brightPixel().data, [1, SIDE, SIDE, 1]);
  const size = [1, 2 * SIDE, 2 * SIDE, 1] as [number, number, number, number];
  const same = tf.conv2dTranspose(image, tf.tensor4d(KERNEL, [3, 3, 1, 1]), size, 2, "same");
  expect([...same.dataSync()]).not.toEqual([...expected.data]);
});
