import { describe, expect, test } from "vitest";
import { int, ints } from "../onnxForm.js";
import { type Tensor, floatTensor, intTensor, zeros } from "../tensor.js";
import { reduceMaxOp } from "./reduceMax.js";
import { reduceMinOp } from "./reduceMin.js";
import { reduceProdOp } from "./reduceProd.js";
import { reduceSumOp } from "./reduceSum.js";
import { reduceSumSquareOp } from "./reduceSumSquare.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

const int32 = (...data: readonly number[]): Tensor => ({
  dtype: "int32",
  shape: [data.length],
  data: Int32Array.from(data),
});

test("Rows become one number each", () => {
  // 1 2 3
  // 4 5 6
  const x = counting(2, 3);
  expect(rowsOf(runOp(reduceSumOp, { x }, { axes: 1 }).y)).toEqual([[6], [15]]);
  expect(rowsOf(runOp(reduceMaxOp, { x }, { axes: 0 }).y)).toEqual([[4, 5, 6]]);
  expect(rowsOf(runOp(reduceMinOp, { x }, { axes: 1 }).y)).toEqual([[1], [4]]);
  expect(runOp(reduceProdOp, { x }, { axes: [0, 1], keepDims: false }).y).toEqual(floatTensor([], [720]));
  expect(rowsOf(runOp(reduceSumSquareOp, { x }, { axes: 1 }).y)).toEqual([[14], [77]]);
});

describe("Integers", () => {
  test("keep their last bits where they are too large", () => {
    const x = int32(2 ** 31 - 1, 3);
    expect(runOp(reduceSumOp, { x }, { axes: 0 }).y.data[0]).toBe(2 - 2 ** 31);
    expect(runOp(reduceProdOp, { x }, { axes: 0 }).y.data[0]).toBe(Math.imul(2 ** 31 - 1, 3));
    expect(runOp(reduceSumSquareOp, { x }, { axes: 0 }).y.data[0]).toBe(10);
  });

  test("may have 64 bits", () => {
    const x = intTensor([2], [2n ** 53n + 1n, 4n]);
    expect(runOp(reduceSumOp, { x }, { axes: 0 }).y.data[0]).toBe(2n ** 53n + 5n);
    expect(runOp(reduceProdOp, { x }, { axes: 0 }).y.data[0]).toBe(2n ** 55n + 4n);
    expect(runOp(reduceMaxOp, { x }, { axes: 0 }).y.data[0]).toBe(2n ** 53n + 1n);
  });
});

describe("Of no elements", () => {
  const x = floatTensor([2, 0]);

  test("the sum is 0, the product 1, and what is largest lies below everything", () => {
    expect(rowsOf(runOp(reduceSumOp, { x }, { axes: 1 }).y)).toEqual([[0], [0]]);
    expect(rowsOf(runOp(reduceProdOp, { x }, { axes: 1 }).y)).toEqual([[1], [1]]);
    expect(rowsOf(runOp(reduceMaxOp, { x }, { axes: 1 }).y)).toEqual([[-Infinity], [-Infinity]]);
    expect(rowsOf(runOp(reduceMinOp, { x }, { axes: 1 }).y)).toEqual([[Infinity], [Infinity]]);
  });

  test("no integer is the largest", () => {
    expect(() => runOp(reduceMaxOp, { x: zeros("int32", [0]) as Tensor }, { axes: 0 })).toThrow(
      "of no elements there is no such int32",
    );
  });
});

describe("ONNX's forms", () => {
  const x = { dtype: "float32", shape: [2, 3] } as const;
  const operatorsOf = (op: { readonly onnx: readonly { readonly from: number; readonly until?: number }[] }) =>
    op.onnx.map(({ from, until }) => [from, until]);

  test("take their axes as an input from an opset of their own on, and bytes since another", () => {
    expect(operatorsOf(reduceSumOp)).toEqual([
      [13, undefined],
      [1, 12],
    ]);
    expect(operatorsOf(reduceMaxOp)).toEqual([
      [18, undefined],
      [12, 17],
      [1, 11],
    ]);
    const [, , first] = reduceMaxOp.onnx;
    expect(first!.write!({ axes: [0], keepDims: true }, { x: { dtype: "uint8", shape: [2, 3] } })).toEqual({
      absent: "before opset 12 it takes no uint8",
    });
  });

  test("of squares over no axis are refused, since readers differ about them", () => {
    const [since18] = reduceSumSquareOp.onnx;
    expect(() => since18!.read({ attributes: { noop_with_empty_axes: int(1) }, constants: {} }, { x })).toThrow(
      "ReduceSumSquare is over no axis, which means different things to different readers of ONNX",
    );
    expect(reduceSumSquareOp.onnx[1]!.read({ attributes: { axes: ints(-1) }, constants: {} }, { x })).toEqual({
      axes: [-1],
      keepDims: true,
    });
  });
});
