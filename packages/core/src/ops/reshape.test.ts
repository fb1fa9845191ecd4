import { describe, expect, test } from "vitest";
import { intTensor } from "../tensor.js";
import { int } from "../onnxForm.js";
import { reshapeOp } from "./reshape.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

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
    reshapeOp.onnx.read({ attributes: {}, constants: { shape: intTensor([shape.length], shape) } }, { x }).shape;

  test("0 is the side that x has there, one -1 is what is left", () => {
    expect(read(0, -1)).toEqual([2, 12]);
    expect(read(-1, 3, 0)).toEqual([2, 3, 4]);
  });

  test("a first side that stays is not written, so that the batch may change", () => {
    const { shape } = reshapeOp.onnx.write({ shape: [2, 12] }, { x }).constants!;
    expect([...shape!.data].map(Number)).toEqual([0, 12]);
  });

  test("sides that do not go up are refused where the node is built", () => {
    expect(read(5, -1)).toEqual([5, 4.8]);
    expect(() => runOp(reshapeOp, { x: counting(2, 3, 4) }, { shape: read(5, -1) })).toThrow("expected an integer");
  });

  test("allowzero is refused: tensors are never empty", () => {
    const form = { attributes: { allowzero: int(1) }, constants: { shape: intTensor([1], [24]) } };
    expect(() => reshapeOp.onnx.read(form, { x })).toThrow("allowzero");
  });
});
