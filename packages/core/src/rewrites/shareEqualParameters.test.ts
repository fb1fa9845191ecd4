import { expect, test } from "vitest";
import { FoldingBuilder } from "../foldingBuilder.js";
import { add } from "../ops/index.js";
import { type Tensor, float32, floatTensor, intTensor } from "../tensor.js";
import { differences, rewritten, waves } from "./equivalence.test.fixture.js";
import { shareEqualParameters } from "./shareEqualParameters.js";

test("Parameters of the same type and values become the first of them", () => {
  const builder = new FoldingBuilder("net");
  const constants: Readonly<Record<string, Tensor>> = {
    a: floatTensor([2], [1, 2]),
    other: floatTensor([2], [1, 3]),
    same: floatTensor([2], [1, 2]),
    row: floatTensor([1, 2], [1, 2]),
    zero: floatTensor([2], [1, 0]),
    negative: floatTensor([2], [1, -0]),
  };
  const values = Object.entries(constants).map(([name, tensor]) => builder.constant(name, tensor));
  const x = builder.input("x", float32(2, 2));
  const graph = builder.build({ y: values.reduce((sum, value) => add()(sum, value), x) });
  const model = { graph, weights: builder.weights };
  const shared = rewritten(model, shareEqualParameters());
  expect(shared.graph.parameters.map(({ name }) => name)).toEqual(["a", "other", "row", "zero", "negative"]);
  expect(differences(model, shared, { x: waves(2, 2) })).toEqual([]);
  expect(shareEqualParameters().run(shared)).toBe(shared);
});

test("A parameter that is an output keeps its name", () => {
  const builder = new FoldingBuilder("net");
  const [a, b] = ["a", "b"].map((name) => builder.constant(name, intTensor([1], [7])));
  const graph = builder.build({ a: a!, b: b! });
  const model = { graph, weights: builder.weights };
  expect(shareEqualParameters().run(model)).toBe(model);
});
