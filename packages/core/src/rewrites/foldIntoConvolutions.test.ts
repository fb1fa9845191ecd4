import { describe, expect, test } from "vitest";
import {
  type Graph,
  GraphBuilder,
  type Layer,
  type Model,
  type Value,
  batchNorm,
  buildGraph,
  constant,
  conv2d,
  convTranspose2d,
  evaluate,
  float32,
  floatTensor,
  floats,
  maxPool2d,
  mul,
  relu,
  replaceValues,
  scrambledWeights,
  sequence,
} from "../index.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { addOp } from "../ops/add.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { convOp } from "../ops/conv.js";
import { mulOp } from "../ops/mul.js";
import { subOp } from "../ops/sub.js";
import { differences, opsOf, rewritten } from "./equivalence.test.fixture.js";

function modelOf(network: Layer) {
  const graph = buildGraph("folding", { name: "image", type: float32(2, 4, 5, 6) }, network, "y");
  return { graph, weights: scrambledWeights(graph, 7) };
}

const image = floatTensor(
  [2, 4, 5, 6],
  Array.from({ length: 240 }, (_, index) => Math.sin(index)),
);

test.each([
  ["a convolution with a bias", conv2d({ filters: 6, kernel: 3 })],
  ["one without", conv2d({ filters: 6, kernel: 3, bias: false })],
  ["one in groups", conv2d({ filters: 6, kernel: 3, groups: 2 })],
  ["a transposed convolution", convTranspose2d({ filters: 6, kernel: 3, stride: 2 })],
  ["a transposed one in groups", convTranspose2d({ filters: 6, kernel: 3, stride: 2, groups: 2 })],
])("folds a batch norm into %s and computes the same", (_, convolution) => {
  const model = modelOf(sequence(convolution, batchNorm({ epsilon: 1e-3 }), relu()));
  const folded = rewritten(model, foldIntoConvolutions);
  expect(opsOf(folded.graph)).toEqual([opsOf(model.graph)[0], "relu"]);
  const [before, after] = [evaluate(model, { image }), evaluate(folded, { image })];
  floats(after["y"]!).forEach((value, index) => expect(value).toBeCloseTo(floats(before["y"]!)[index]!, 5));
});

test("keeps a batch norm whose convolution is read elsewhere too", () => {
  const model = modelOf((x) => {
    const convolved = conv2d({ filters: 4, kernel: 1 })(x);
    return conv2d({ filters: 2, kernel: 1 })(relu()(batchNorm()(convolved)));
  });
  const branching: Graph = { ...model.graph, outputs: [...model.graph.outputs, model.graph.nodes[0]!.outputs["y"]!] };
  expect(opsOf(rewritten({ ...model, graph: branching }, foldIntoConvolutions).graph)).toContain("batchNorm");
});

test("keeps a batch norm that follows no convolution", () => {
  const model = modelOf(sequence(relu(), batchNorm()));
  expect(opsOf(rewritten(model, foldIntoConvolutions).graph)).toEqual(["relu", "batchNorm"]);
});

/** The same with the first convolution's weight in place of the second's. */
function sharing({ graph }: Model): Model {
  const [kept, shared] = graph.nodes.flatMap(({ inputs }) => (inputs["weight"] as Value | undefined) ?? []);
  const replaced = replaceValues(graph, (value) => (value.name === shared!.name ? kept! : value));
  const parameters = graph.parameters.filter(({ name }) => name !== shared!.name);
  return { graph: { ...replaced, parameters }, weights: scrambledWeights(graph, 7) };
}

test("keeps the batch norms of convolutions that share a weight", () => {
  const convolution = conv2d({ filters: 4, kernel: 1 });
  const model = sharing(modelOf(sequence(convolution, batchNorm(), convolution, batchNorm())));
  expect(rewritten(model, foldIntoConvolutions)).toBe(model);
});

describe("Products and sums with one number a channel", () => {
  /** Six of them, as ONNX broadcasts to N x C x H x W. */
  const numbers = (...shape: number[]) => ({ type: float32(...shape), initial: constant(1) });
  const multiply =
    (...shape: number[]): Layer =>
    (x) =>
      x.builder.apply(mulOp, { a: x, b: numbers(...shape) }, {}).y;
  const plus =
    (...shape: number[]): Layer =>
    (x) =>
      x.builder.apply(addOp, { a: numbers(...shape), b: x }, {}).y;

  test.each([
    ["a convolution", conv2d({ filters: 6, kernel: 3, bias: false })],
    ["a transposed one in groups", convTranspose2d({ filters: 6, kernel: 3, groups: 2 })],
  ])("go into %s one after the other, batch norms in between", (_, convolution) => {
    const layers = [plus(6, 1, 1), multiply(1, 6, 1, 1), batchNorm(), multiply(1), plus(), multiply(1, 1, 1)];
    const model = modelOf(sequence(convolution, ...layers));
    const folded = rewritten(model, foldIntoConvolutions);
    expect(opsOf(folded.graph)).toEqual([opsOf(model.graph)[0]]);
    expect(folded.graph.parameters).toHaveLength(2);
    expect(differences(model, folded, { image })).toEqual([]);
  });

  test("leave a convolution without a bias, and a weight that others read, where they need not change it", () => {
    const scaled = modelOf(sequence(conv2d({ filters: 6, kernel: 1, bias: false }), multiply(6, 1, 1)));
    expect(rewritten(scaled, foldIntoConvolutions).graph.parameters.map(({ name }) => name)).toEqual(["conv2d/weight"]);
    const shifted = sharing(
      modelOf(sequence(conv2d({ filters: 4, kernel: 1 }), plus(4, 1, 1), conv2d({ filters: 4, kernel: 1 }))),
    );
    const folded = rewritten(shifted, foldIntoConvolutions);
    expect(opsOf(folded.graph)).toEqual(["conv", "conv"]);
    expect(differences(shifted, folded, { image })).toEqual([]);
  });

  test.each([
    ["a number a column", multiply(4)],
    ["a number a pixel", multiply(3, 4)],
    ["an image of other channels", multiply(2, 1, 3, 4)],
    ["a result of five axes", multiply(1, 1, 6, 1, 1)],
    ["a computed factor", (x: Parameters<Layer>[0]) => mul()(x, maxPool2d({ kernel: [3, 4], stride: 1 })(x))],
  ])("stay where they are not: %s", (_, layer) => {
    const model = modelOf(sequence(conv2d({ filters: 6, kernel: 3 }), layer));
    expect(rewritten(model, foldIntoConvolutions)).toBe(model);
  });
});

test("A convolution whose weight is computed keeps its batch norm, and so does one with a computed scale", () => {
  const builder = new GraphBuilder("computed");
  const x = builder.input("image", float32(2, 4, 5, 6));
  const weight = relu()(builder.input("weight", float32(4, 4, 1, 1)));
  const scale = builder.scope("scale", () => relu()(builder.input("scale", float32(4))));
  const known = { type: float32(4), initial: constant(1) };
  const norm = { scale: known, bias: known, mean: known, variance: known };
  const computed = builder.scope("a", () =>
    builder.apply(batchNormOp, { x: builder.apply(convOp, { x, weight }, {}).y, ...norm }, {}),
  );
  const convolved = conv2d({ filters: 4, kernel: 1 })(x);
  const scaled = builder.scope("b", () => builder.apply(batchNormOp, { ...norm, x: convolved, scale }, {}));
  const graph = builder.build({ a: computed.y, b: scaled.y });
  const model = { graph, weights: scrambledWeights(graph, 1) };
  expect(rewritten(model, foldIntoConvolutions)).toBe(model);
});

test("Differences with one number a channel fold on either side of the sign", () => {
  const numbers = { type: float32(6, 1, 1), initial: constant(2) };
  const model = modelOf((x) => {
    const convolved = conv2d({ filters: 6, kernel: 3 })(x);
    const less = convolved.builder.apply(subOp, { a: convolved, b: numbers }, {}).y;
    return convolved.builder.apply(subOp, { a: numbers, b: less }, {}).y;
  });
  const folded = rewritten(model, foldIntoConvolutions);
  expect(opsOf(folded.graph)).toEqual(["conv"]);
  expect(differences(model, folded, { image })).toEqual([]);
});
