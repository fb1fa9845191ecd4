import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { decompose } from "../rewrites/decompose.js";
import { differences, opsOf, rewritten, waves } from "../rewrites/equivalence.test.fixture.js";
import { float32, floatTensor } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { matMul, matMulOp } from "./matMul.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

test("Rows are multiplied by columns", () => {
  const b = floatTensor([2, 2], [10, 1, 0, -1]);
  expect(rowsOf(runOp(matMulOp, { a: counting(2, 2), b }, {}).y)).toEqual([
    [10, -1],
    [30, -1],
  ]);
});

test("Stacks are stretched to each other's, as numpy does it", () => {
  const { y } = runOp(matMulOp, { a: counting(2, 1, 1, 1), b: counting(3, 1, 1) }, {});
  expect([y.shape, [...y.data]]).toEqual([
    [2, 3, 1, 1],
    [1, 2, 3, 2, 4, 6],
  ]);
});

test("A vector is a row on the left and a column on the right, and leaves no axis", () => {
  const matrix = counting(2, 2);
  const vector = counting(2);
  expect(runOp(matMulOp, { a: vector, b: matrix }, {}).y).toEqual(floatTensor([2], [7, 10]));
  expect(runOp(matMulOp, { a: matrix, b: vector }, {}).y).toEqual(floatTensor([2], [5, 11]));
  expect(runOp(matMulOp, { a: vector, b: vector }, {}).y).toEqual(floatTensor([], [5]));
});

describe("what has no product", () => {
  test.each([
    ["sides that differ", counting(2, 3), counting(2, 3), "2x3 and 2x3 have no product"],
    ["a number", counting(), counting(2, 3), "a number is no matrix"],
    ["stacks that do not stretch", counting(2, 2, 2), counting(3, 2, 2), "do not broadcast"],
  ])("%s is refused", (_, a, b, message) => {
    expect(() => runOp(matMulOp, { a, b }, {})).toThrow(message);
  });
});

/** Where tfjs has no such stacks. */
test.each<[string, readonly number[], readonly number[]]>([
  ["a vector by a matrix", [4], [4, 3]],
  ["a matrix by a vector", [2, 4], [4]],
  ["two vectors", [4], [4]],
  ["a vector by a stack", [4], [2, 4, 3]],
  ["a stack by one matrix", [2, 3, 5, 4], [4, 3]],
  ["a stack by a stack of one", [2, 3, 4], [1, 1, 4, 2]],
  ["stacks that are stretched to each other's", [2, 1, 3, 4], [3, 4, 2]],
])("%s is taken apart into others that compute the same", (_, a, b) => {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: matMul()(builder.input("a", float32(...a)), builder.input("b", float32(...b))) });
  const model = { graph, weights: initialWeights(0) };
  const parts = rewritten(
    model,
    decompose(({ op }) => op === matMulOp),
  );
  expect(opsOf(parts.graph)).toContain("reshape");
  expect(differences(model, parts, { a: waves(...a), b: waves(...b) })).toEqual([]);
});
