import { describe, expect, test } from "vitest";
import { int } from "../onnxForm.js";
import { type FloatTensor, float32, floatTensor } from "../tensor.js";
import { hardmaxOp } from "./hardmax.js";
import { logSoftmaxOp } from "./logSoftmax.js";
import { counting, rowsOf, runOp, written } from "./runOp.test.fixture.js";
import { softmaxOp } from "./softmax.js";

/** Logarithms, of which softmax gives shares. */
const logs = (shape: readonly number[], ...shares: readonly number[]): FloatTensor =>
  floatTensor(shape, shares.map(Math.log));

const rounded = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => row.map((value) => Number(value.toFixed(6))));

test("Softmax gives each power its share", () => {
  const x = logs([2, 3], 1, 2, 5, 3, 3, 4);
  expect(rounded(rowsOf(runOp(softmaxOp, { x }, {}).y))).toEqual([
    [0.125, 0.25, 0.625],
    [0.3, 0.3, 0.4],
  ]);
  expect(rounded(rowsOf(runOp(softmaxOp, { x }, { axes: 0 }).y))).toEqual([
    [0.25, 0.4, 0.555556],
    [0.75, 0.6, 0.444444],
  ]);
  expect(rounded(rowsOf(runOp(softmaxOp, { x: logs([2, 2], 1, 2, 3, 4) }, { axes: [0, 1] }).y))).toEqual([
    [0.1, 0.2],
    [0.3, 0.4],
  ]);
});

test("Powers may be too large to be computed", () => {
  const x = floatTensor([3], [1000, 1000, -1000]);
  expect([...runOp(softmaxOp, { x }, {}).y.data]).toEqual([0.5, 0.5, 0]);
  expect([...runOp(logSoftmaxOp, { x }, {}).y.data]).toEqual(
    [-Math.log(2), -Math.log(2), -2000 - Math.log(2)].map(Math.fround),
  );
});

test("Hardmax marks the first of the largest", () => {
  const x = floatTensor([2, 3], [1, 3, 3, -1, -2, -3]);
  expect(rowsOf(runOp(hardmaxOp, { x }, {}).y)).toEqual([
    [0, 1, 0],
    [1, 0, 0],
  ]);
});

test("No axis at all is refused", () => {
  expect(() => runOp(softmaxOp, { x: counting(2) }, { axes: [] })).toThrow("it needs an axis");
});

describe("ONNX's forms", () => {
  const [since13, before13] = softmaxOp.onnx;
  const x = float32(2, 3, 4);
  const read = (form: typeof since13, axis?: number, type = x) =>
    form!.read({ attributes: axis === undefined ? {} : { axis: int(axis) }, constants: {} }, { x: type }).axes;

  test("are over one axis since opset 13, and over all from one on before", () => {
    expect([read(since13), read(since13, 1)]).toEqual([2, 1]);
    expect([read(before13), read(before13, 0), read(before13, -1)]).toEqual([[1, 2], [0, 1, 2], [2]]);
  });

  test("leave out axes of one element, which say nothing", () => {
    expect(read(before13, 1, float32(2, 3, 1, 1))).toEqual([1]);
    expect(read(before13, 1, float32(2, 1, 1))).toEqual([1]);
    expect(written(before13!.write!({ axes: [1] }, { x: float32(2, 3, 1, 1) })).attributes).toEqual({ axis: int(1) });
  });

  test("are not there for axes apart from each other, nor before opset 13 for some that others follow", () => {
    expect(since13!.write!({ axes: [0, 2] }, { x })).toHaveProperty("absent");
    expect(before13!.write!({ axes: [1] }, { x })).toHaveProperty("absent");
  });
});
