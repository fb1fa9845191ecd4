import { describe, expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { addOp } from "./add.js";
import { concatOp } from "./concat.js";
import { padOp } from "./pad.js";
import { reshapeOp } from "./reshape.js";
import { counting, runOp, written } from "./runOp.test.fixture.js";
import { sliceOp } from "./slice.js";
import { transposeOp } from "./transpose.js";

test("Rows and columns are taken from start to before end, in steps", () => {
  // 1 2 3 4 5
  // 6 7 8 9 10
  // 11 12 13 14 15
  const x = counting(3, 5);
  expect([...runOp(sliceOp, { x }, { start: [1, 2], end: [3, 5], step: [1, 1] }).y.data]).toEqual([
    8, 9, 10, 13, 14, 15,
  ]);
  expect([...runOp(sliceOp, { x }, { start: [0, 0], end: [3, 5], step: [2, 2] }).y.data]).toEqual([
    1, 3, 5, 11, 13, 15,
  ]);
  expect([...runOp(sliceOp, { x }, { start: [0, 1], end: [1, 5], step: [1, 3] }).y.data]).toEqual([2, 5]);
});

test("Rows and columns are taken backwards", () => {
  const x = counting(2, 5);
  expect([...runOp(sliceOp, { x }, { start: [1, 4], end: [-1, 0], step: [-1, -2] }).y.data]).toEqual([10, 8, 5, 3]);
  const stuck = { start: [0, 0], end: [2, 5], step: [1, 0] };
  expect(() => runOp(sliceOp, { x }, stuck)).toThrow("slice: the box from 0,0 to 2,5 is not inside 2x5");
});

test("A box that ends before it starts, is too large or of another rank is refused", () => {
  const x = counting(3, 5);
  const refusal = (end: readonly number[]) => () => runOp(sliceOp, { x }, { start: [0, 2], end, step: [1, 1] });
  expect(refusal([3, 1])).toThrow("slice: the box from 0,2 to 3,1 is not inside 3x5");
  expect(refusal([4, 5])).toThrow("slice: the box from 0,2 to 4,5 is not inside 3x5");
  expect(refusal([3])).toThrow("slice: the box from 0,2 to 3 is not inside 3x5");
});

describe("ONNX's form", () => {
  const read = (constants: Readonly<Record<string, readonly (number | bigint)[]>>) => {
    const tensors = Object.entries(constants).map(([name, values]) => [name, intTensor([values.length], values)]);
    const x = { dtype: "float32", shape: [3, 5] } as const;
    return sliceOp.onnx[0]!.read({ attributes: {}, constants: Object.fromEntries(tensors) }, { x });
  };

  test("names only the axes that are cut", () => {
    const attributes = { start: [0, 1], end: [3, 5], step: [1, 2] };
    const { constants } = written(sliceOp.onnx[0]!.write!(attributes, { x: { dtype: "float32", shape: [3, 5] } }));
    expect(constants).toEqual({
      starts: intTensor([1], [1]),
      ends: intTensor([1], [5]),
      axes: intTensor([1], [1]),
      steps: intTensor([1], [2]),
    });
  });

  test("counts from the end below zero and is clamped to the side", () => {
    expect(read({ starts: [-2], ends: [2n ** 63n - 1n], axes: [-1] })).toEqual({
      start: [0, 3],
      end: [3, 5],
      step: [1, 1],
    });
    expect(read({ starts: [-9, 1], ends: [-1, 99] })).toEqual({ start: [0, 1], end: [2, 5], step: [1, 1] });
  });

  test("runs backwards, to the first element where its end lies before that", () => {
    const backwards = (start: number, end: number | bigint, step: number) =>
      read({ starts: [start], ends: [end], axes: [1], steps: [step] });
    expect(backwards(4, 0, -1)).toEqual({ start: [0, 4], end: [3, 0], step: [1, -1] });
    expect(backwards(-1, -(2n ** 63n), -2)).toEqual({ start: [0, 4], end: [3, -1], step: [1, -2] });
    expect(backwards(99, -6, -1)).toEqual({ start: [0, 4], end: [3, -1], step: [1, -1] });
    expect(backwards(-99, -99, -1)).toEqual({ start: [0, 0], end: [3, -1], step: [1, -1] });
    expect(() => backwards(4, 2n ** 63n - 1n, -1)).toThrow("readers do not agree about");
    expect(backwards(0, -1, -1)).toEqual({ start: [0, 0], end: [3, 0], step: [1, 1] });
  });

  test("writes an end before the first element as no index counts", () => {
    const attributes = { start: [0, 4], end: [3, -1], step: [1, -1] };
    const { constants } = written(sliceOp.onnx[0]!.write!(attributes, { x: { dtype: "float32", shape: [3, 5] } }));
    expect(constants).toMatchObject({ starts: intTensor([1], [4]), ends: intTensor([1], [-6]) });
  });

  test("is refused where it does not step or names an axis that is not there", () => {
    expect(() => read({ starts: [4], ends: [0], axes: [1], steps: [0] })).toThrow("Slice has a step of 0");
    expect(() => read({ starts: [0], ends: [1], axes: [2] })).toThrow("Slice has no axis 2");
    expect(() => read({ starts: [0], ends: [1], axes: [-3] })).toThrow("Slice has no axis -3");
  });
});

test("A box without elements is an empty tensor, which is added to and stacked as numpy does it", () => {
  const x = counting(3, 5);
  const { y } = runOp(sliceOp, { x }, { start: [0, 2], end: [3, 2], step: [1, 1] });
  expect(y).toEqual(floatTensor([3, 0]));
  expect(runOp(concatOp, { xs: [y, x] }, { axis: 1 }).y).toEqual(x);
  expect(runOp(addOp, { a: y, b: counting(3, 1) }, {}).y).toEqual(y);
  expect(runOp(reshapeOp, { x: y }, { shape: [0, 7] }).y.shape).toEqual([0, 7]);
  expect(runOp(transposeOp, { x: y }, { order: [1, 0] }).y.shape).toEqual([0, 3]);
  expect(runOp(padOp, { x: y }, { before: [0, 1], after: [0, 0], value: 2 }).y).toEqual(floatTensor([3, 1], [2, 2, 2]));
});
