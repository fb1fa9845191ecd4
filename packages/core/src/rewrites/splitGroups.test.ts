import { expect, test } from "vitest";
import { type Layer, buildGraph } from "../builder.js";
import { conv2d, convTranspose2d } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { differences, opsOf, waves, rewritten } from "./equivalence.test.fixture.js";
import { splitGroups } from "./splitGroups.js";

const PARTS = ["slice", "slice", "concat"];

function modelOf(layer: Layer) {
  const graph = buildGraph("groups", { name: "x", type: float32(2, 4, 5, 6) }, layer, "y");
  return { graph, weights: scrambledWeights(graph, 7) };
}

test.each([
  ["a convolution", conv2d({ filters: 6, kernel: 3, padding: 1, groups: 2 })],
  ["one without a bias", conv2d({ filters: 2, kernel: 3, stride: 2, groups: 2, bias: false })],
  ["a transposed convolution", convTranspose2d({ filters: 6, kernel: 3, stride: 2, outputPadding: 1, groups: 2 })],
])("Two groups of %s become two of it on half of the channels", (_, layer) => {
  const model = modelOf(layer);
  const [node] = model.graph.nodes;
  const changed = rewritten(model, splitGroups);
  expect(opsOf(changed.graph).toSorted()).toEqual([...PARTS, node!.op.name, node!.op.name].toSorted());
  expect(differences(model, changed, { x: waves(2, 4, 5, 6) })).toEqual([]);
});

test("A group for each channel of a transposed convolution", () => {
  const model = modelOf(convTranspose2d({ filters: 8, kernel: 3, groups: 4 }));
  expect(differences(model, rewritten(model, splitGroups), { x: waves(2, 4, 5, 6) })).toEqual([]);
});

test.each([
  ["One group", conv2d({ filters: 6, kernel: 3 })],
  ["A group for each channel of an image", conv2d({ filters: 8, kernel: 3, groups: 4 })],
])("%s stays", (_, layer) => {
  const model = modelOf(layer);
  expect(printGraph(rewritten(model, splitGroups).graph)).toBe(printGraph(model.graph));
});
