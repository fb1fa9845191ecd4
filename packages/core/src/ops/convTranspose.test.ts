import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FloatTensor, floatTensor } from "../tensor.js";
import { convOp } from "./conv.js";
import { convTransposeOp } from "./convTranspose.js";
import { anyConvolution, smallIntegers } from "./convolution.test.fixture.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

describe("One pixel through a 3x3 kernel", () => {
  const x = counting(1, 1, 1, 1);
  // 1 2 3
  // 4 5 6
  // 7 8 9
  const weight = counting(1, 1, 3, 3);

  test("leaves the kernel, not turned round", () => {
    expect([...runOp(convTransposeOp, { x, weight }, {}).y.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("with padding 1 and output padding 1 loses the first row and column, not the last", () => {
    const { y } = runOp(convTransposeOp, { x, weight }, { stride: 2, padding: 1, outputPadding: 1 });
    expect(y.shape).toEqual([1, 1, 2, 2]);
    expect([...y.data]).toEqual([5, 6, 8, 9]);
  });

  test("loses what each side's own padding crops", () => {
    const { y } = runOp(convTransposeOp, { x, weight }, { padding: { top: 0, left: 1, bottom: 2, right: 0 } });
    expect(y.shape).toEqual([1, 1, 1, 2]);
    expect([...y.data]).toEqual([2, 3]);
  });

  test("dilated by 2 leaves gaps", () => {
    const corners = counting(1, 1, 2, 2);
    expect(rowsOf(runOp(convTransposeOp, { x, weight: corners }, { dilation: 2 }).y)).toEqual([
      [1, 0, 2],
      [0, 0, 0],
      [3, 0, 4],
    ]);
  });
});

test("Windows that overlap are summed, and the bias is added once to every pixel", () => {
  const x = floatTensor([1, 1, 1, 2], [1, 10]);
  const { y } = runOp(
    convTransposeOp,
    { x, weight: counting(1, 1, 1, 3), bias: floatTensor([1], [0.5]) },
    { stride: 2 },
  );
  // 1 2 3 . . and . . 10 20 30
  expect([...y.data]).toEqual([1.5, 2.5, 13.5, 20.5, 30.5]);
});

test("Output padding adds a last row and column where only later pixels would reach", () => {
  const { y } = runOp(
    convTransposeOp,
    { x: counting(1, 1, 1, 1), weight: counting(1, 1, 2, 2) },
    { stride: 3, outputPadding: [1, 2] },
  );
  expect(rowsOf(y)).toEqual([
    [1, 2, 0, 0],
    [3, 4, 0, 0],
    [0, 0, 0, 0],
  ]);
});

test("Input channels are summed into each filter; groups keep to their own", () => {
  const x = floatTensor([1, 4, 1, 1], [1, 2, 3, 4]);
  const weight = floatTensor([4, 1, 1, 1], [1, 10, 100, 1000]);
  expect([...runOp(convTransposeOp, { x, weight }, {}).y.data]).toEqual([4321]);
  expect([...runOp(convTransposeOp, { x, weight }, { groups: 2 }).y.data]).toEqual([21, 4300]);
});

test("Any geometry of one to three axes: it is the adjoint of the convolution with the same weights", () => {
  fc.assert(
    fc.property(anyConvolution, fc.integer(), ({ x, weight, attributes }, seed) => {
      const { y } = runOp(convOp, { x, weight }, attributes);
      const other = smallIntegers(seed, ...y.shape);
      const { stride, dilation, padding } = attributes;
      const outputPadding = stride.map((step, axis) => {
        const padded = x.shape[2 + axis]! + padding.begin[axis]! + padding.end[axis]!;
        return (padded - dilation[axis]! * (weight.shape[2 + axis]! - 1) - 1) % step;
      });
      const back = runOp(convTransposeOp, { x: other, weight }, { ...attributes, outputPadding }).y;
      expect(back.shape).toEqual(x.shape);
      expect(innerProduct(back as FloatTensor, x)).toBe(innerProduct(other, y as FloatTensor));
    }),
    { numRuns: 300 },
  );
});

test("What does not fit is refused", () => {
  const x = counting(1, 4, 3, 3);
  expect(() => runOp(convTransposeOp, { x, weight: counting(3, 2, 1, 1) }, {})).toThrow(
    "convTranspose: weight 3x2x1x1 in 1 group(s) does not fit 4 channels",
  );
  expect(() => runOp(convTransposeOp, { x, weight: counting(4, 2, 1, 1), bias: counting(2) }, { groups: 2 })).toThrow(
    "convTranspose: bias 2 does not fit 4 filters",
  );
  expect(() => runOp(convTransposeOp, { x, weight: counting(4, 2, 1, 1) }, { padding: 2 })).toThrow(
    "convTranspose: the padding crops the whole output",
  );
  expect(() => runOp(convTransposeOp, { x, weight: counting(4, 2, 2, 2) }, { stride: 2, outputPadding: 2 })).toThrow(
    "convTranspose: output padding 2x2 is not below stride or dilation",
  );
});

function innerProduct(a: FloatTensor, b: FloatTensor): number {
  return a.data.reduce((sum, value, index) => sum + value * b.data[index]!, 0);
}
