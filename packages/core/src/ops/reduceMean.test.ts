import { describe, expect, test } from "vitest";
import { int, ints } from "../onnxForm.js";
import { floatTensor, intTensor } from "../tensor.js";
import { reduceMeanOp } from "./reduceMean.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

test("Rows, columns or everything become their mean", () => {
  // 1 2 3
  // 4 5 6
  const x = counting(2, 3);
  expect(rowsOf(runOp(reduceMeanOp, { x }, { axes: 1 }).y)).toEqual([[2], [5]]);
  expect(rowsOf(runOp(reduceMeanOp, { x }, { axes: 0 }).y)).toEqual([[2.5, 3.5, 4.5]]);
  expect(runOp(reduceMeanOp, { x }, { axes: [0, 1], keepDims: false }).y).toEqual(floatTensor([], [3.5]));
});

test("Axes stay with one element, or are left out", () => {
  const x = counting(2, 3, 4, 5);
  expect(runOp(reduceMeanOp, { x }, { axes: [1, -1] }).y.shape).toEqual([2, 1, 4, 1]);
  expect(runOp(reduceMeanOp, { x }, { axes: [1, -1], keepDims: false }).y.shape).toEqual([2, 4]);
});

test("Many elements are summed in double precision", () => {
  const x = floatTensor([3], [2 ** 24, 1, 1]);
  expect(runOp(reduceMeanOp, { x }, { axes: 0 }).y.data[0]).toBe(Math.fround((2 ** 24 + 2) / 3));
});

test("It costs an operation for each element of x", () => {
  const x = { dtype: "float32", shape: [2, 3, 4] } as const;
  const y = { dtype: "float32", shape: [2, 1, 1] } as const;
  const cost = reduceMeanOp.countCost({ x }, { y }, { axes: [1, 2], keepDims: true });
  expect(cost).toMatchObject({ macs: 0, scalarOps: 24 });
});

describe("ONNX's form", () => {
  const x = { dtype: "float32", shape: [2, 3, 4] } as const;
  const [since18, before18] = reduceMeanOp.onnx;

  test("names its axes in an attribute until opset 17, and means all without it", () => {
    const read = (attributes: Parameters<NonNullable<typeof before18>["read"]>[0]["attributes"]) =>
      before18!.read({ attributes, constants: {} }, { x });
    expect(read({ axes: ints(-1), keepdims: int(0) })).toEqual({ axes: [-1], keepDims: false });
    expect(read({})).toEqual({ axes: [0, 1, 2], keepDims: true });
  });

  test("names them in an input since opset 18, and without it means all, or none where it says so", () => {
    const read = (noop: number, axes?: readonly number[]) => {
      const constants = axes === undefined ? {} : { axes: intTensor([axes.length], axes) };
      return since18!.read({ attributes: { noop_with_empty_axes: int(noop) }, constants }, { x }).axes;
    };
    expect([read(0), read(0, []), read(0, [1])]).toEqual([[0, 1, 2], [0, 1, 2], [1]]);
    expect([read(1), read(1, []), read(1, [1])]).toEqual([[], [], [1]]);
  });
});
