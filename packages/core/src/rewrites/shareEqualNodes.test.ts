import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { add, maxPool2dWithIndices, pad, relu, sign, transpose } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { givenWeights } from "../weights.js";
import { differences, opsOf, rewritten, rewrittenGraph, waves } from "./equivalence.test.fixture.js";
import { shareEqualNodes } from "./shareEqualNodes.js";

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input("x", float32(1, 2, 4, 4)) };
}

test("Equal chains become one, read where all were read", () => {
  const { builder, x } = start();
  const chain = () => sign()(relu()(relu()(x)));
  const graph = builder.build({ y: add()(add()(chain(), chain()), chain()) });
  const model = { graph, weights: givenWeights(new Map()) };
  const shared = rewritten(model, shareEqualNodes);
  expect(opsOf(shared.graph)).toEqual(["relu", "relu", "sign", "add", "add"]);
  expect(differences(model, shared, { x: waves(1, 2, 4, 4) })).toEqual([]);
});

test("Other attributes, other operands and another order of them make other nodes", () => {
  const { builder, x } = start();
  const turned = [
    [0, 1, 2, 3],
    [0, 1, 3, 2],
  ].map((order) => transpose({ order })(x));
  const border = { before: [0, 0, 0, 0], after: [0, 0, 0, 1] };
  const padded = [0, -0, 1].map((value) => pad({ ...border, value })(x));
  const [a, b] = turned as [(typeof turned)[0], (typeof turned)[0]];
  const graph = builder.build({
    sum: add()(add()(a, b), add()(b, a)),
    padded: padded.map((each) => sign()(each)).reduce((sum, each) => add()(sum, each)),
  });
  expect(rewrittenGraph(graph, shareEqualNodes)).toBe(graph);
});

test("All outputs of a node are shared", () => {
  const { builder, x } = start();
  const [first, second] = [1, 2].map(() => maxPool2dWithIndices({ kernel: 2, stride: 2 })(x));
  const graph = builder.build({ y: first!.y, indices: second!.indices });
  expect(opsOf(rewrittenGraph(graph, shareEqualNodes))).toEqual(["maxPool"]);
});

test("Two outputs of the graph stay two", () => {
  const { builder, x } = start();
  const graph = builder.build({ a: relu()(x), b: relu()(x), c: sign()(relu()(x)) });
  expect(opsOf(rewrittenGraph(graph, shareEqualNodes))).toEqual(["relu", "relu", "sign"]);
});
