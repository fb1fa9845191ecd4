import { expect, test } from "vitest";
import { buildGraph } from "../builder.js";
import { checkGraph } from "../checkGraph.js";
import { evaluate } from "../evaluate.js";
import { sequence } from "../layers.js";
import { batchNorm } from "../ops/batchNorm.js";
import { dropout2d } from "../ops/dropout2d.js";
import { float32, floatTensor } from "../tensor.js";
import { type Model, initialWeights } from "../weights.js";
import { dropoutMasks } from "./dropoutMasks.js";
import { trainingForm } from "./trainingForm.js";

function modelOf(network: Parameters<typeof buildGraph>[2], ...shape: number[]): Model {
  return { graph: buildGraph("net", { name: "x", type: float32(...shape) }, network, "y"), weights: initialWeights(0) };
}

const numbers = ({ data }: { readonly data: ArrayLike<number | bigint> }): number[] => Array.from(data, Number);

test("A norm by its batch moves the running statistics towards it, the variance that of a sample", () => {
  const { model, statistics, masks } = trainingForm(modelOf(batchNorm({ epsilon: 0 }), 2, 1, 2), { momentum: 0.25 });
  checkGraph(model.graph);
  expect(masks).toEqual([]);
  // Mean 5, variance 5 of the batch and 20/3 of a sample.
  const results = evaluate(model, { x: floatTensor([2, 1, 2], [2, 4, 6, 8]) });
  expect(numbers(results["y"]!)).toEqual(
    [-3, -1, 1, 3].map((each) => Math.fround(each / Math.sqrt(5))).map((each) => expect.closeTo(each, 6)),
  );
  expect(numbers(results[statistics.get("batchNorm/mean")!]!)).toEqual([1.25]);
  expect(numbers(results[statistics.get("batchNorm/variance")!]!)).toEqual([expect.closeTo(0.75 + 20 / 12, 6)]);
});

test("A norm that is read twice is moved twice", () => {
  const shared = batchNorm();
  const graph = modelOf((x) => shared(x), 2, 1, 2).graph;
  const [node] = graph.nodes;
  const [y] = graph.outputs;
  const twice = { ...node!, name: "again", inputs: { ...node!.inputs, x: y! }, outputs: { y: { ...y!, name: "z" } } };
  const model = {
    graph: { ...graph, nodes: [node!, twice], outputs: [{ ...y!, name: "z" }] },
    weights: initialWeights(0),
  };
  const { model: trained, statistics } = trainingForm(model, { momentum: 0.5 });
  const results = evaluate(trained, { x: floatTensor([2, 1, 2], [2, 4, 6, 8]) });
  // 0 and 5, then that and 0.
  expect(numbers(results[statistics.get("batchNorm/mean")!]!)).toEqual([expect.closeTo(1.25, 5)]);
});

test("A batch of one number a channel is refused", () => {
  expect(() => trainingForm(modelOf(batchNorm(), 1, 3))).toThrow(
    "batchNorm, of batchNorm, is not trained: a batch of one number",
  );
});

test("Dropout drops the channels that its mask says, and what is left is larger", () => {
  const { model, masks } = trainingForm(
    modelOf(sequence(dropout2d({ rate: 0.75 }), dropout2d({ rate: 0 })), 1, 2, 2, 1),
  );
  expect(masks).toEqual([{ name: "dropout2d/mask", type: float32(1, 2, 1, 1), rate: 0.75 }]);
  const results = evaluate(model, {
    x: floatTensor([1, 2, 2, 1], [1, 2, 3, 4]),
    "dropout2d/mask": floatTensor([1, 2, 1, 1], [0, 4]),
  });
  expect(numbers(results["y"]!)).toEqual([0, 0, 12, 16]);
});

test("Masks of a seed are the same for a step, others for the next, and drop as many as they should", () => {
  const { masks } = trainingForm(modelOf(dropout2d({ rate: 0.2 }), 100, 100));
  const [first, again, next] = [dropoutMasks(masks, 7, 1), dropoutMasks(masks, 7, 1), dropoutMasks(masks, 7, 2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(next);
  const values = numbers(first["dropout2d/mask"]!);
  expect(new Set(values)).toEqual(new Set([0, 1.25]));
  expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(0.2, 1);
});
