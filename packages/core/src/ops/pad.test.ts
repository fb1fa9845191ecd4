import { describe, expect, test } from "vitest";
import { VALUE_TYPES } from "../dtypes.js";
import type { OnnxNode } from "../onnxForm.js";
import { castTensor, filled, floatTensor, intTensor } from "../tensor.js";
import { padOp } from "./pad.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

test("A border of the value is added on each side of each axis", () => {
  const { y } = runOp(padOp, { x: counting(2, 2) }, { before: [1, 0], after: [0, 2], value: 9 });
  expect(y.shape).toEqual([3, 4]);
  expect(rowsOf(y)).toEqual([
    [9, 9, 9, 9],
    [1, 2, 9, 9],
    [3, 4, 9, 9],
  ]);
});

test("Zeros are added where no value is given, also as channels", () => {
  const { y } = runOp(padOp, { x: counting(2, 1, 1, 2) }, { before: [0, 0, 0, 0], after: [0, 1, 0, 0] });
  expect([...y.data]).toEqual([1, 2, 0, 0, 3, 4, 0, 0]);
});

test("A padding for another number of axes is refused", () => {
  expect(() => runOp(padOp, { x: counting(2, 2) }, { before: [0], after: [0, 0] })).toThrow(
    "pad: padding must have an entry for each of 2 axes",
  );
});

describe("A border of what is there", () => {
  const row = (mode: "reflect" | "edge" | "wrap", before: number, after: number) =>
    [...runOp(padOp, { x: counting(3) }, { before: [before], after: [after], mode }).y.data].join(" ");

  test("is a mirror that shows the outermost once", () => {
    expect(row("reflect", 2, 2)).toBe("3 2 1 2 3 2 1");
  });

  test("is the outermost again and again", () => {
    expect(row("edge", 1, 4)).toBe("1 1 2 3 3 3 3 3");
  });

  test("goes on from the other end", () => {
    expect(row("wrap", 3, 2)).toBe("1 2 3 1 2 3 1 2");
  });

  test("has corners of both axes", () => {
    const x = counting(2, 2);
    const { y } = runOp(padOp, { x }, { before: [1, 1], after: [0, 1], mode: "reflect" });
    expect(rowsOf(y)).toEqual([
      [4, 3, 4, 3],
      [2, 1, 2, 1],
      [4, 3, 4, 3],
    ]);
  });

  test("is refused where there is too little of it", () => {
    expect(() => row("reflect", 3, 0)).toThrow("3 elements make no border of 3 in mode reflect");
    expect(() => row("wrap", 0, 4)).toThrow("3 elements make no border of 4 in mode wrap");
    const x = { dtype: "float32", shape: [0], data: new Float32Array() } as const;
    expect(() => runOp(padOp, { x }, { before: [1], after: [0], mode: "edge" })).toThrow("0 elements make no border");
  });
});

test.each(VALUE_TYPES)("A border of %s is what it is of floats", (dtype) => {
  const ones = filled(dtype, [2, 2], 1);
  const { y } = runOp(padOp, { x: ones }, { before: [0, 1], after: [0, 0] });
  expect(castTensor(y, "float32")).toEqual(floatTensor([2, 3], [0, 1, 1, 0, 1, 1]));
});

test("What is infinite stays outside of every largest value", () => {
  const { y } = runOp(padOp, { x: counting(1) }, { before: [1], after: [0], value: -Infinity });
  expect([...y.data]).toEqual([-Infinity, 1]);
});

describe("Pad of ONNX", () => {
  const x = { dtype: "int64", shape: [2, 3] } as const;
  const read = (attributes: OnnxNode["attributes"], constants: OnnxNode["constants"]) =>
    padOp.onnx[0]!.read({ attributes, constants }, { x });
  const pads = intTensor([2], [1, 2]);

  test("names axes from either end", () => {
    expect(read({}, { pads, axes: intTensor([1], [-1]) })).toEqual({
      before: [0, 1],
      after: [0, 2],
      mode: "constant",
      value: 0,
    });
  });

  test("is refused with what it cannot mean here", () => {
    expect(() => read({}, { pads })).toThrow("Pad has pads that are not two for each axis");
    expect(() => read({ mode: { kind: "string", value: "symmetric" } }, { pads })).toThrow("Pad has mode symmetric");
    const value = { dtype: "int64", shape: [], data: BigInt64Array.of(2n ** 62n + 1n) } as const;
    expect(() => read({}, { pads, axes: intTensor([1], [0]), constant_value: value })).toThrow("too many digits");
  });
});
