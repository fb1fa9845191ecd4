import { describe, expect, test } from "vitest";
import { GraphBuilder, type Layer, type SymbolicTensor } from "../index.js";
import { addOp } from "../ops/add.js";
import { batchNorm, conv2d, convTranspose2d, relu } from "../ops/index.js";
import { mulOp } from "../ops/mul.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import { foldBeforeConvolutions } from "./foldBeforeConvolutions.js";

const numbers = { type: float32(4, 1, 1), initial: { kind: "constant", value: 1 } } as const;
const scaled: Layer = (x) => x.builder.apply(mulOp, { a: x, b: numbers }, {}).y;
const shifted: Layer = (x) => x.builder.apply(addOp, { a: x, b: numbers }, {}).y;

function foldedModel(network: Layer) {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: network(builder.input("x", float32(2, 4, 5, 6))) });
  const model = { graph, weights: scrambledWeights(graph, 3) };
  const folded = rewritten(model, foldBeforeConvolutions);
  expect(differences(model, folded, { x: waves(2, 4, 5, 6) })).toEqual([]);
  return opsOf(folded.graph);
}

describe("Into a convolution without padding", () => {
  test.each([
    ["with a bias", conv2d({ filters: 6, kernel: 3 })],
    ["without", conv2d({ filters: 6, kernel: 3, bias: false })],
    ["in groups", conv2d({ filters: 6, kernel: 3, groups: 2, stride: 2 })],
    ["of each channel by itself", conv2d({ filters: 8, kernel: 3, groups: 4, dilation: 2 })],
  ])("%s, batch norms, products and sums before it fold", (_, convolution) => {
    for (const before of [batchNorm(), scaled, shifted]) {
      expect(foldedModel((x) => convolution(before(x)))).toEqual(["conv"]);
    }
    expect(foldedModel((x) => convolution(shifted(scaled(batchNorm()(x)))))).toEqual(["conv"]);
  });
});

test.each([
  ["a convolution with padding", conv2d({ filters: 6, kernel: 3, padding: 1 }), "conv"],
  [
    "a transposed convolution in groups",
    convTranspose2d({ filters: 6, kernel: 3, stride: 2, groups: 2 }),
    "convTranspose",
  ],
])("Into %s products fold, and no sums", (_, convolution, op) => {
  expect(foldedModel((x) => convolution(scaled(x)))).toEqual([op]);
  expect(foldedModel((x) => convolution(shifted(x)))).toEqual(["add", op]);
  expect(foldedModel((x) => convolution(batchNorm()(x)))).toEqual(["batchNorm", op]);
});

test("What others read too, or is no map of channels, stays", () => {
  const convolution = conv2d({ filters: 4, kernel: 1 });
  expect(foldedModel((x) => convolution(relu()(x)))).toEqual(["relu", "conv"]);
  const residual = (x: SymbolicTensor): SymbolicTensor => {
    const normed = batchNorm()(x);
    return x.builder.apply(addOp, { a: convolution(normed), b: normed }, {}).y;
  };
  expect(foldedModel(residual)).toEqual(["batchNorm", "conv", "add"]);
});
