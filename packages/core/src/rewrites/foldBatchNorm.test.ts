import { expect, test } from "vitest";
import {
  type Graph,
  type Layer,
  type Value,
  batchNorm,
  buildGraph,
  conv2d,
  convTranspose2d,
  evaluate,
  float32,
  floatTensor,
  floats,
  relu,
  replaceValues,
  scrambledWeights,
  sequence,
} from "../index.js";
import { foldBatchNorm } from "./foldBatchNorm.js";

function modelOf(network: Layer) {
  const graph = buildGraph("folding", { name: "image", type: float32(2, 4, 5, 6) }, network, "y");
  return { graph, weights: scrambledWeights(graph, 7) };
}

function opsOf({ nodes }: Graph): readonly string[] {
  return nodes.map(({ op }) => op.name);
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
  const folded = foldBatchNorm(model);
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
  expect(opsOf(foldBatchNorm({ ...model, graph: branching }).graph)).toContain("batchNorm");
});

test("keeps a batch norm that follows no convolution", () => {
  const model = modelOf(sequence(relu(), batchNorm()));
  expect(opsOf(foldBatchNorm(model).graph)).toEqual(["relu", "batchNorm"]);
});

test("keeps the batch norms of convolutions that share a weight", () => {
  const { graph } = modelOf(
    sequence(conv2d({ filters: 4, kernel: 1 }), batchNorm(), conv2d({ filters: 4, kernel: 1 }), batchNorm()),
  );
  const [kept, shared] = graph.nodes.flatMap(({ inputs }) => (inputs["weight"] as Value | undefined) ?? []);
  const replaced = replaceValues(graph, (value) => (value.name === shared!.name ? kept! : value));
  const parameters = graph.parameters.filter(({ name }) => name !== shared!.name);
  const sharing = { ...replaced, parameters };
  expect(opsOf(foldBatchNorm({ graph: sharing, weights: scrambledWeights(graph, 7) }).graph)).toEqual(opsOf(graph));
});
