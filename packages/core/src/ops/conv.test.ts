import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Padding } from "../spatialAttributes.js";
import { float32, floatTensor } from "../tensor.js";
import { convOp } from "./conv.js";
import { anyConvolution, convolveByDefinition, startsAlong } from "./convolution.test.fixture.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

// 1 2 3
// 4 5 6
// 7 8 9
const x = counting(1, 1, 3, 3);
// 1 2
// 3 4
const weight = counting(1, 1, 2, 2);

describe("A 2x2 kernel over a 3x3 image", () => {
  test("is a cross-correlation: the kernel is not turned round", () => {
    const { y } = runOp(convOp, { x, weight }, {});
    // 1 + 2*2 + 3*4 + 4*5 = 37
    expect(y.shape).toEqual([1, 1, 2, 2]);
    expect([...y.data]).toEqual([37, 47, 67, 77]);
  });

  test("adds the bias", () => {
    expect([...runOp(convOp, { x, weight, bias: floatTensor([1], [0.5]) }, {}).y.data]).toEqual([
      37.5, 47.5, 67.5, 77.5,
    ]);
  });

  test("sees zeros in the padding, which each side has its own of", () => {
    const { y } = runOp(convOp, { x, weight }, { padding: { top: 1, left: 0, bottom: 0, right: 0 } });
    // The first row: 3*1 + 4*2 = 11, 3*2 + 4*3 = 18.
    expect(y.shape).toEqual([1, 1, 3, 2]);
    expect([...y.data]).toEqual([11, 18, 37, 47, 67, 77]);
  });

  test("dilated by 2 reads the corners", () => {
    expect([...runOp(convOp, { x, weight }, { dilation: 2 }).y.data]).toEqual([1 + 2 * 3 + 3 * 7 + 4 * 9]);
  });

  test("with stride 2 stops where it no longer fits", () => {
    expect([...runOp(convOp, { x, weight }, { stride: 2 }).y.data]).toEqual([37]);
    expect([...runOp(convOp, { x, weight }, { stride: [1, 2] }).y.data]).toEqual([37, 67]);
  });
});

test("Channels are summed, filters kept apart, samples too", () => {
  const images = floatTensor([2, 2, 1, 1], [1, 2, 3, 4]);
  const { y } = runOp(convOp, { x: images, weight: floatTensor([2, 2, 1, 1], [1, 10, 100, 1000]) }, {});
  expect([...y.data]).toEqual([21, 2100, 43, 4300]);
});

test("Groups see their own channels only", () => {
  const image = floatTensor([1, 4, 1, 1], [1, 2, 3, 4]);
  const { y } = runOp(convOp, { x: image, weight: floatTensor([2, 2, 1, 1], [1, 10, 1, 10]) }, { groups: 2 });
  expect([...y.data]).toEqual([21, 43]);
});

test("Any geometry of one to three axes: it agrees with the definition", () => {
  fc.assert(
    fc.property(anyConvolution, (convolution) => {
      const { attributes, ...tensors } = convolution;
      expect(runOp(convOp, tensors, attributes).y).toEqual(convolveByDefinition(convolution));
    }),
    { numRuns: 300 },
  );
});

test("Any geometry: its multiply-accumulates are the products of the definition, the padding's zeros counted", () => {
  fc.assert(
    fc.property(anyConvolution, (convolution) => {
      const { x: image, weight: filters, attributes } = convolution;
      const [batch = 0, , ...sides] = image.shape;
      const [count = 0, channels = 0, ...kernel] = filters.shape;
      const positions = sides.map((side, axis) => startsAlong(side, axis, convolution).length);
      const products = [batch, count, ...positions, channels, ...kernel].reduce((product, each) => product * each);
      const y = float32(batch, count, ...positions);
      const cost = convOp.countCost({ x: image, weight: filters }, { y }, attributes);
      expect(cost).toEqual({ macs: products, scalarOps: 0 });
    }),
  );
});

test("A filter a channel, in images narrower and wider than their windows reach", () => {
  const lines = floatTensor([1, 2, 1, 5], [1, 2, 3, 4, 5, 10, 20, 30, 40, 50]);
  const factors = floatTensor([2, 1, 1, 2], [1, 1, 1, -1]);
  const depthwise = (attributes: { stride: number; padding: Padding }) =>
    rowsOf(runOp(convOp, { x: lines, weight: factors }, { groups: 2, ...attributes }).y);
  const none = { top: 0, left: 0, bottom: 0, right: 0 };
  // The last column is under no window.
  expect(depthwise({ stride: 2, padding: none })).toEqual([
    [3, 7],
    [-10, -10],
  ]);
  expect(depthwise({ stride: 3, padding: { ...none, left: 1, right: 2 } })).toEqual([
    [1, 7, 0],
    [-10, -10, 0],
  ]);
  // Padding so wide that a plane within it would be a thousand times the image.
  const wide = { ...none, left: 9999, right: 9990 };
  expect(depthwise({ stride: 9999, padding: wide })).toEqual([
    [0, 3],
    [0, -10],
  ]);
});

test("A weight that is not finite makes no number of the zeros around the image, with few filters and with many", () => {
  const lines = floatTensor([1, 1, 1, 2], [1, 2]);
  const padding = { top: 0, left: 1, bottom: 0, right: 0 };
  for (const filters of [1, 4]) {
    const factors = floatTensor([filters, 1, 1, 2], new Float32Array(2 * filters).fill(Infinity));
    const { y } = runOp(convOp, { x: lines, weight: factors }, { padding });
    expect(rowsOf(y)).toEqual(Array.from({ length: filters }, () => [NaN, Infinity]));
  }
});

test("What does not fit is refused", () => {
  const image = counting(1, 4, 3, 3);
  expect(() => runOp(convOp, { x: image, weight: counting(2, 3, 1, 1) }, {})).toThrow(
    "conv: weight 2x3x1x1 in 1 group(s) does not fit 4 channels",
  );
  expect(() => runOp(convOp, { x: image, weight: counting(3, 2, 1, 1) }, { groups: 2 })).toThrow(
    "conv: weight 3x2x1x1 in 2 group(s) does not fit 4 channels",
  );
  expect(() => runOp(convOp, { x: image, weight: counting(2, 4, 1, 1), bias: counting(3) }, {})).toThrow(
    "conv: bias 3 does not fit 2 filters",
  );
  expect(() =>
    runOp(convOp, { x: image, weight: counting(2, 4, 5, 5) }, { padding: { top: 1, left: 1, bottom: 1, right: 0 } }),
  ).toThrow("conv: a 5x5 window does not fit an image of 3x3 (width x height)");
  expect(() => runOp(convOp, { x: counting(3, 3), weight: counting(1, 1, 1, 1) }, {})).toThrow(
    "conv: expected N x C and spatial axes behind them, got 3x3",
  );
});
