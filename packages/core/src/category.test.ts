import { expect, test } from "vitest";
import { caseModels } from "./cases.js";
import { categoryOf } from "./category.js";

/** By op, of its first case. */
const categories = new Map(
  caseModels.toReversed().map(({ op, model }) => [op.name, categoryOf(model.graph.nodes[0]!)]),
);

test.each([
  ["layer", "conv convTranspose matMul"],
  ["normalisation", "batchNorm instanceNorm groupNorm layerNorm lrn"],
  ["activation", "relu prelu hardSwish sigmoid clip gelu softmax logSoftmax"],
  ["pool", "maxPool averagePool globalAveragePool maxUnpool reduceMean argMax"],
  ["arithmetic", "add sub mul div sqrt max"],
  ["shape", "reshape transpose concat slice pad identity depthToSpace cast dropout2d"],
])("%s: %s", (category, ops) => {
  for (const op of ops.split(" ")) expect([op, categories.get(op)]).toEqual([op, category]);
});

test("every case of an op is of its category", () => {
  for (const { name, op, model } of caseModels) {
    expect([name, categoryOf(model.graph.nodes[0]!)]).toEqual([name, categories.get(op.name)]);
  }
});
