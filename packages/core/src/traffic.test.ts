import { expect, test } from "vitest";
import { type Layer, buildGraph } from "./builder.js";
import { countCost } from "./cost.js";
import { sequence } from "./layers.js";
import { add, batchNorm, conv2d, convTranspose2d, dropout2d, maxPool2d, relu } from "./ops/index.js";
import { float32 } from "./tensor.js";
import { trafficBytes } from "./traffic.js";

// One channel of 4x4 pixels to two; 32 numbers where nothing else is said.
const image = { name: "image", type: float32(1, 1, 4, 4) };
const convolution = conv2d({ filters: 2, kernel: 3, padding: 1 });
const floatsMoved = (layer: Layer): number => {
  const graph = buildGraph("net", image, layer, "y");
  return trafficBytes(graph, countCost(graph)) / 4;
};

test("Every layer moves its operands, weights and outputs once, by hand", () => {
  const network = sequence(
    convolution,
    (x) => maxPool2d({ kernel: 2, stride: 2 })(x),
    convTranspose2d({ filters: 3, kernel: 2, stride: 2 }),
  );
  // 16 in, 18 weights, 2 biases, 32 out; 32 in, 8 out, its positions unread; 8 in, 24 weights, 3 biases, 48 out.
  expect(floatsMoved(network)).toBe(16 + 18 + 2 + 32 + (32 + 8) + (8 + 24 + 3 + 48));
});

test("What follows a convolution costs nothing, and costs its own where something else is before it", () => {
  expect(floatsMoved(sequence(convolution, batchNorm(), relu(), dropout2d({ rate: 0.1 })))).toBe(
    floatsMoved(convolution),
  );
  expect(floatsMoved(sequence(convolution, (x) => maxPool2d({ kernel: 2, stride: 2 })(x), relu()))).toBe(
    floatsMoved(convolution) + (32 + 8) + (8 + 8),
  );
});

test("A result that is read twice is written, so that its activation is a pass of its own", () => {
  const twice: Layer = (x) => {
    const y = convolution(x);
    return add()(y, relu()(y));
  };
  expect(floatsMoved(twice)).toBe(floatsMoved(convolution) + (32 + 32) + (32 + 32 + 32));
});
