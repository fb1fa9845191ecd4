import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraphBuilder, type Layer, type SymbolicTensor } from "../index.js";
import {
  add,
  batchNorm,
  cast,
  concat,
  conv2d,
  convTranspose2d,
  dropout2d,
  identity,
  mul,
  pad,
  relu,
  reshape,
  sign,
  slice,
  transpose,
} from "../ops/index.js";
import { checkGraph } from "../checkGraph.js";
import { float32 } from "../tensor.js";
import { type Model, scrambledWeights } from "../weights.js";
import type { RewriteChange } from "./rewriteChange.js";
import { differences, opsOf, waves } from "./equivalence.test.fixture.js";
import { simplify } from "./simplify.js";

const SHAPE = [1, 4, 4, 4];

/** Each from an image of that shape to one. */
const layers: readonly Layer[] = [
  relu(),
  sign(),
  identity(),
  dropout2d({ rate: 0.1 }),
  batchNorm(),
  cast({ to: "float32" }),
  (x) =>
    cast({ to: "int32" })(sign()(x)).builder &&
    cast({ to: "float32" })(cast({ to: "int64" })(cast({ to: "int32" })(x))),
  transpose({ order: [0, 2, 3, 1] }),
  transpose({ order: [0, 3, 1, 2] }),
  transpose({ order: [0, 1, 3, 2] }),
  (x) => reshape({ shape: [1, 4, 4, 4] })(reshape({ shape: [4, 16] })(x)),
  (x) => conv2d({ filters: 4, kernel: 3, groups: 2 })(pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1] })(x)),
  conv2d({ filters: 4, kernel: 1 }),
  convTranspose2d({ filters: 4, kernel: 3, padding: 1, bias: false }),
  (x) => slice({ start: [0, 0, 0, 0], end: [1, 4, 4, 4], step: [1, 1, 1, 1] })(concat({ axis: 1 })(x, x)),
];

/** Applies layers and joins to what is there already, as the numbers say. */
function networkOf(steps: readonly (readonly [layer: number, from: number, other: number])[]): Model {
  const builder = new GraphBuilder("random");
  const values: SymbolicTensor[] = [builder.input("x", float32(...SHAPE))];
  for (const [layer, from, other] of steps) {
    const [x, z] = [from, other].map((each) => values[Math.max(0, values.length - 1 - each)]!) as [
      SymbolicTensor,
      SymbolicTensor,
    ];
    const joins = [() => add()(x, z), () => mul()(sign()(x), z)];
    values.push(layer < layers.length ? layers[layer]!(x) : joins[(layer - layers.length) % joins.length]!());
  }
  const outputs = values.slice(-2).map((value, index): [string, SymbolicTensor] => [`out${index}`, identity()(value)]);
  const graph = builder.build(Object.fromEntries(outputs));
  return { graph, weights: scrambledWeights(graph, 5) };
}

describe("Of any graph", () => {
  const step = fc.tuple(fc.nat(layers.length + 1), fc.nat(2), fc.nat(3));

  test("what is left is a graph that computes the same, keeps its ends, is no larger and has nothing left to simplify", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
        const model = networkOf(steps);
        const simple = simplify(model);
        checkGraph(simple.graph);
        expect(simple.graph.inputs).toEqual(model.graph.inputs);
        expect(simple.graph.outputs).toEqual(model.graph.outputs);
        expect(simple.graph.nodes.length).toBeLessThanOrEqual(model.graph.nodes.length);
        expect(simplify(simple).graph).toBe(simple.graph);
        const x = waves(...SHAPE);
        expect(differences(model, simple, { x })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

test("Each step is told, with what it saved", () => {
  const model = networkOf([
    [2, 0, 0],
    [13, 0, 0],
    [4, 0, 0],
    [0, 0, 0],
    [0, 1, 0],
    [15, 0, 1],
  ]);
  const changes: RewriteChange[] = [];
  const simple = simplify(model, (change) => changes.push(change));
  expect(opsOf(simple.graph).length).toBeLessThan(model.graph.nodes.length);
  expect(changes.map(({ rewrite }) => rewrite)).toContain("removeIdentities");
  for (const [index, { after }] of changes.slice(0, -1).entries()) expect(changes[index + 1]!.before).toEqual(after);
});
