import { describe, expect, test } from "vitest";
import { intTensor } from "../tensor.js";
import { int } from "../onnxForm.js";
import { reshapeOp } from "./reshape.js";
import { counting, rowsOf, runOp, written } from "./runOp.test.fixture.js";

test("The elements stay in their order", () => {
  expect(rowsOf(runOp(reshapeOp, { x: counting(2, 3) }, { shape: [3, 2] }).y)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});

test("A shape of another number of elements is refused", () => {
  expect(() => runOp(reshapeOp, { x: counting(2, 3) }, { shape: [4, 2] })).toThrow(
    "reshape: the elements of 2x3 do not fill 4x2",
  );
});

describe("ONNX's form", () => {
  const x = { dtype: "float32", shape: [2, 3, 4] } as const;
  const read = (...shape: number[]) =>
    reshapeOp.onnx[0]!.read({ attributes: {}, constants: { shape: intTensor([shape.length], shape) } }, { x }).shape;

  test("0 is the side that x has there, one -1 is what is left", () => {
    expect(read(0, -1)).toEqual([2, 12]);
    expect(read(-1, 3, 0)).toEqual([2, 3, 4]);
  });

  test("a first side that stays is not written, so that the batch may change", () => {
    const { shape } = written(reshapeOp.onnx[0]!.write!({ shape: [2, 12] }, { x })).constants!;
    expect([...shape!.data].map(Number)).toEqual([0, 12]);
  });

  test("sides that do not go up are refused where the node is built", () => {
    expect(read(5, -1)).toEqual([5, 4.8]);
    expect(() => runOp(reshapeOp, { x: counting(2, 3, 4) }, { shape: read(5, -1) })).toThrow("expected an integer");
  });

  test("a zero copies a side, unless zeros are meant", () => {
    const given = (shape: readonly number[]) => ({ shape: intTensor([shape.length], shape) });
    const readOfNone = (zeros: number, shape: readonly number[]) =>
      reshapeOp.onnx[0]!.read(
        { attributes: { allowzero: int(zeros) }, constants: given(shape) },
        { x: { dtype: "float32", shape: [0, 3] } },
      ).shape;
    expect(readOfNone(0, [0, 3])).toEqual([0, 3]);
    expect(readOfNone(1, [5, 0])).toEqual([5, 0]);
  });

  test("Flatten is one of it, with axes counted from either end", () => {
    const flatten = reshapeOp.onnx.find(({ operator }) => operator === "Flatten")!;
    const image = { dtype: "float32", shape: [2, 3, 4, 5] } as const;
    const shapes = [undefined, 0, 2, 4, -1].map(
      (axis) =>
        flatten.read({ attributes: axis === undefined ? {} : { axis: int(axis) }, constants: {} }, { x: image }).shape,
    );
    expect(shapes).toEqual([
      [2, 60],
      [1, 120],
      [6, 20],
      [120, 1],
      [24, 5],
    ]);
  });
});
