/** Small graphs of which rewriting would make millions of nodes. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { GraphTooLargeError } from "../errors.js";
import { conv2d, convTranspose2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { convTransposeByPhases } from "./convTransposeByPhases.js";
import { opsOf, rewritten, rewrittenGraph } from "./equivalence.test.fixture.js";
import { splitGroups } from "./splitGroups.js";
import { unpoolByMasks } from "./unpoolByMasks.js";

const weights = initialWeights(1);

test("A convolution of a million groups stays one", () => {
  const builder = new GraphBuilder("groups");
  const x = builder.input("x", float32(1, 1e6, 1, 1));
  const graph = builder.build({ y: conv2d({ filters: 1e6, kernel: 1, groups: 1e6 })(x) });
  expect(opsOf(rewritten({ graph, weights }, splitGroups).graph)).toEqual(["conv"]);
});

test("A transposed convolution with a stride of a million keeps it", () => {
  const builder = new GraphBuilder("stride");
  const x = builder.input("x", float32(1, 1, 1, 1));
  const graph = builder.build({ y: convTranspose2d({ filters: 1, kernel: 1, stride: 1e6 })(x) });
  expect(opsOf(rewritten({ graph, weights }, convTransposeByPhases).graph)).toEqual(["convTranspose"]);
});

test("An unpool of windows of a million pixels keeps its indices", () => {
  const builder = new GraphBuilder("window");
  const x = builder.input("x", float32(1, 1, 1000, 1000));
  const { y, indices } = maxPool2dWithIndices({ kernel: 1000, stride: 1000 })(x);
  const graph = builder.build({ y: maxUnpool2d({ kernel: 1000, stride: 1000, size: [1000, 1000] })(y, indices) });
  expect(opsOf(rewrittenGraph(graph, unpoolByMasks))).toEqual(["maxPool", "maxUnpool"]);
});

test("A graph ends before it has more nodes than any network", () => {
  const builder = new GraphBuilder("long");
  const x = builder.input("x", float32(1));
  const grow = (): void => {
    for (let node = 0; node <= 400_000; node += 1) relu()(x);
  };
  expect(grow).toThrow(GraphTooLargeError);
});
