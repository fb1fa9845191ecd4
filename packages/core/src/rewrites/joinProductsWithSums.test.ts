import { expect, test } from "vitest";
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import { constant } from "../initializer.js";
import { add, batchNorm, linear, matMul, relu } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { opsOf, rewrittenGraph } from "./equivalence.test.fixture.js";
import { foldBeforeConvolutions } from "./foldBeforeConvolutions.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { joinProductsWithSums } from "./joinProductsWithSums.js";

function start(...shape: readonly number[]) {
  const builder = new GraphBuilder("net");
  const given = (name: string, ...of: readonly number[]): SymbolicTensor =>
    builder.parameter(name, { type: float32(...of), initial: constant(0.5) });
  return { builder, x: builder.input("x", float32(...shape)), given };
}

test.each([[[4]], [[1, 4]]])("A product and a sum with %j numbers are one layer, from either side", (shape) => {
  const { builder, x, given } = start(3, 5);
  const product = matMul()(x, given("w", 5, 4));
  const y = matMul()(relu()(add()(given("b", ...shape), product)), given("v", 4, 4));
  const graph = builder.build({ y: add()(y, given("c", ...shape)) });
  expect(opsOf(rewrittenGraph(graph, joinProductsWithSums))).toEqual(["linear", "relu", "linear"]);
});

test("Sums along rows, of whole matrices, of stacks and of what others read stay", () => {
  const { builder, x, given } = start(4, 4);
  const product = (name: string) => matMul()(x, given(name, 4, 4));
  const read = product("r");
  const outputs = {
    rows: add()(product("a"), given("rows of 1", 4, 1)),
    matrix: add()(product("b"), given("d", 4, 4)),
    stack: add()(product("c"), given("e", 1, 1, 4)),
    twice: add()(read, given("bias", 4)),
    read,
  };
  const graph = builder.build(outputs);
  expect(rewrittenGraph(graph, joinProductsWithSums)).toBe(graph);
});

test("Norms before and behind a layer fold into it as into a convolution", () => {
  const { builder, x } = start(3, 5);
  const graph = builder.build({ y: batchNorm()(linear({ features: 4 })(batchNorm()(x))) });
  expect(opsOf(rewrittenGraph(graph, foldIntoConvolutions, foldBeforeConvolutions))).toEqual(["linear"]);
});
