import { expect, test } from "vitest";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";
import { transposeOp } from "./transpose.js";

test("Rows become columns", () => {
  expect(rowsOf(runOp(transposeOp, { x: counting(2, 3) }, { order: [1, 0] }).y)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

test("Channels go last: the pixel's channels stand side by side", () => {
  const { y } = runOp(transposeOp, { x: counting(1, 2, 2, 2) }, { order: [0, 2, 3, 1] });
  expect(y.shape).toEqual([1, 2, 2, 2]);
  expect(rowsOf(y)).toEqual([
    [1, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ]);
});

test("Every axis must be named once", () => {
  expect(() => runOp(transposeOp, { x: counting(2, 3) }, { order: [0, 0] })).toThrow("0, 0 is no order of the axes");
  expect(() => runOp(transposeOp, { x: counting(2, 3) }, { order: [1, 0, 2] })).toThrow("no order of the axes of 2x3");
});

test("Without an order ONNX reverses the axes", () => {
  const x = { dtype: "float32", shape: [2, 3, 4] } as const;
  expect(transposeOp.onnx[0]!.read({ attributes: {}, constants: {} }, { x })).toEqual({ order: [2, 1, 0] });
});
