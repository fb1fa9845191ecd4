import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import type { Graph } from "../graph.js";
import { conv2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { printGraph } from "../print.js";
import { elementCount, float32, floatTensor, floats, rank4 } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { opsOf, rewrittenGraph } from "./equivalence.test.fixture.js";
import { evenUnpool } from "./evenUnpool.js";
import { unpoolByMasks } from "./unpoolByMasks.js";

const weights = initialWeights(1);
const lower = (graph: Graph): Graph => rewrittenGraph(graph, evenUnpool, unpoolByMasks);

/** Pools, changes the values and unpools. */
function network(shape: readonly number[], kernel: number): Graph {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(...shape));
  const [, channels, height, width] = rank4({ shape });
  const { y, indices } = maxPool2dWithIndices({ kernel, stride: kernel })(x);
  const changed = relu()(conv2d({ filters: channels, kernel: 1 })(y));
  return builder.build({
    y: maxUnpool2d({ kernel, stride: kernel, size: [height, width] })(changed, indices),
    pooled: y,
  });
}

/** Zeros of either sign are the same. */
function resultsOf(graph: Graph, x: ReturnType<typeof floatTensor>) {
  const results = evaluate({ graph, weights }, { x });
  return Object.values(results).map((tensor) => [...floats(tensor)].map((value) => value + 0));
}

test("Any size and window: every value is put back where its index says, ties included", () => {
  const side = fc.integer({ min: 3, max: 8 });
  const shapes = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), side, side);
  const cases = shapes.chain((shape) => {
    const length = elementCount({ shape });
    const pixels = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: length, maxLength: length });
    return fc.tuple(fc.constant(shape), fc.integer({ min: 1, max: 3 }), pixels);
  });
  fc.assert(
    fc.property(cases, ([shape, kernel, pixels]) => {
      const graph = network(shape, kernel);
      const changed = lower(graph);
      expect(opsOf(changed)).not.toContain("maxUnpool");
      const x = floatTensor(shape, pixels);
      expect(resultsOf(changed, x)).toEqual(resultsOf(graph, x));
    }),
    { numRuns: 100 },
  );
});

test("Of four equal pixels the first gets all, though they differ from their neighbours by the smallest step", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 2, 4));
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  const graph = builder.build({ y: maxUnpool2d({ kernel: 2, stride: 2, size: [2, 4] })(y, indices) });
  const step = 1 + 2 ** -23;
  const { y: unpooled } = evaluate(
    { graph: lower(graph), weights },
    { x: floatTensor([1, 1, 2, 4], [1, 1, 1, 1, 1, 1, step, 1]) },
  );
  expect([...floats(unpooled!)].map((value) => value + 0)).toEqual([1, 0, 0, 0, 0, 0, step, 0].map(Math.fround));
});

test("Indices that are an output, and windows that overlap, stay", () => {
  const builder = new GraphBuilder("net");
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(builder.input("x", float32(1, 1, 4, 4)));
  const read = builder.build({ indices, y: maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] })(y, indices) });
  expect(printGraph(lower(read))).toBe(printGraph(read));
});

test("Two unpools of one pool share its masks", () => {
  const builder = new GraphBuilder("net");
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(builder.input("x", float32(1, 1, 4, 4)));
  const unpool = maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] });
  const graph = builder.build({ a: unpool(y, indices), b: unpool(relu()(y), indices) });
  const x = floatTensor([1, 1, 4, 4], [1, 1, 0, 2, 0, 1, 2, 2, -1, -2, 0, 0, -1, -1, 0, 0]);
  expect(resultsOf(lower(graph), x)).toEqual(resultsOf(graph, x));
  expect(opsOf(lower(graph)).filter((name) => name === "sign")).toHaveLength(3);
});
