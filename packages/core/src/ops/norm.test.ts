import { describe, expect, test } from "vitest";
import { float32, floatTensor } from "../tensor.js";
import { groupNormOp } from "./groupNorm.js";
import { instanceNormOp } from "./instanceNorm.js";
import { layerNormOp } from "./layerNorm.js";
import { lrnOp } from "./lrn.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

const of = (...numbers: readonly number[]) => floatTensor([numbers.length], numbers);

/** Means 2, 6, 10 and 14, of variance 1 each. */
const pairs = (...shape: readonly number[]) => floatTensor(shape, [1, 3, 5, 7, 9, 11, 13, 15]);

describe("instanceNorm", () => {
  test("takes each channel of each image by itself, then scales and shifts by its channel", () => {
    const { y } = runOp(instanceNormOp, { x: pairs(2, 2, 2), scale: of(1, 2), bias: of(0, 5) }, { epsilon: 0 });
    expect(rowsOf(y)).toEqual([
      [-1, 1],
      [3, 7],
      [-1, 1],
      [3, 7],
    ]);
  });

  test("refuses what has not a number a channel", () => {
    const x = counting(1, 2, 3);
    expect(() => runOp(instanceNormOp, { x, scale: of(1), bias: of(0, 0) }, {})).toThrow(
      "scale 1 does not fit 2 channels",
    );
  });
});

describe("groupNorm", () => {
  test("takes the channels of a group together", () => {
    const x = floatTensor([1, 4, 1], [1, 3, 10, 30]);
    const { y } = runOp(groupNormOp, { x, scale: of(1, 2, 3, 4), bias: of(0, 0, 0, 1) }, { groups: 2, epsilon: 0 });
    expect([...y.data]).toEqual([-1, 2, -3, 5]);
  });

  test("refuses groups that are not alike", () => {
    const x = counting(1, 3, 2);
    expect(() => runOp(groupNormOp, { x, scale: of(1, 1, 1), bias: of(0, 0, 0) }, { groups: 2 })).toThrow(
      "3 channels do not make 2 groups",
    );
  });
});

describe("layerNorm", () => {
  test("takes the elements along its axes together, and gives their mean and by what they were multiplied", () => {
    const x = floatTensor([2, 2], [1, 3, 10, 30]);
    const { y, mean, invStdDev } = runOp(layerNormOp, { x, scale: of(1, 2), bias: of(0, 1) }, { epsilon: 0 });
    expect(rowsOf(y)).toEqual([
      [-1, 3],
      [-1, 3],
    ]);
    expect(rowsOf(mean)).toEqual([[2], [20]]);
    expect([...invStdDev.data]).toEqual([1, Math.fround(0.1)]);
  });

  test("may be along channels of images, as ConvNeXt has it", () => {
    const x = floatTensor([1, 2, 1, 2], [1, 10, 3, 30]);
    const { y } = runOp(layerNormOp, { x, scale: floatTensor([2, 1, 1], [1, 2]) }, { axes: 1, epsilon: 0 });
    expect([...y.data]).toEqual([-1, -1, 2, 2]);
  });

  test("refuses a scale that is larger than x", () => {
    const operands = { x: counting(2, 3), scale: counting(2, 2, 3) };
    expect(() => runOp(layerNormOp, operands, {})).toThrow("scale 2x2x3 does not stretch to 2x3");
  });

  test("is one of ONNX's where its axes are the last, and its scale has all of them", () => {
    const [form] = layerNormOp.onnx;
    const given = { axes: [1, 2], epsilon: 1e-5 };
    expect(form!.write!(given, { x: float32(2, 3, 4), scale: float32(3, 4) })).toHaveProperty("attributes");
    expect(form!.write!(given, { x: float32(2, 3, 4), scale: float32(4) })).toHaveProperty("absent");
    expect(form!.write!({ ...given, axes: [1] }, { x: float32(2, 3, 4), scale: float32(3, 1) })).toHaveProperty(
      "absent",
    );
  });
});

describe("lrn", () => {
  // Squares 1, 4, 9, 16.
  const x = floatTensor([1, 4, 1], [1, 2, 3, 4]);

  test("divides by squares of as many channels, of which there are fewer at the ends", () => {
    const { y } = runOp(lrnOp, { x }, { size: 3, alpha: 3, beta: 1, bias: 0 });
    expect([...y.data]).toEqual([1 / 5, 2 / 14, 3 / 29, 4 / 25].map(Math.fround));
  });

  test("takes one more behind each than before it where their number is even", () => {
    const { y } = runOp(lrnOp, { x }, { size: 2, alpha: 2, beta: 1, bias: 0 });
    expect([...y.data]).toEqual([1 / 5, 2 / 13, 3 / 25, 4 / 16].map(Math.fround));
  });
});
