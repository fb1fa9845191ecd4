import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { averagePoolOp } from "./averagePool.js";
import { anyConvolution, elementAt, placesIn, startsAlong } from "./convolution.test.fixture.js";
import { counting, runOp } from "./runOp.test.fixture.js";

describe("a window", () => {
  // 1 2 3
  // 4 5 6
  const x = counting(1, 1, 2, 3);

  test("gives the mean of what it covers", () => {
    expect([...runOp(averagePoolOp, { x }, { kernel: [2, 2] }).y.data]).toEqual([3, 4]);
  });

  test("covers no padding, unless that counts as zeros", () => {
    const padding = { top: 1, left: 1, bottom: 0, right: 0 };
    expect([...runOp(averagePoolOp, { x }, { kernel: 2, stride: 2, padding }).y.data]).toEqual([1, 2.5]);
    const counted = runOp(averagePoolOp, { x }, { kernel: 2, stride: 2, padding, countPadding: true });
    expect([...counted.y.data]).toEqual([0.25, 1.25]);
  });

  test("may have gaps", () => {
    expect([...runOp(averagePoolOp, { x }, { kernel: [1, 2], dilation: 2 }).y.data]).toEqual([2, 5]);
  });

  test("that sees nothing is refused, unless zeros count", () => {
    const attributes = { kernel: 1, padding: { top: 0, left: 0, bottom: 0, right: 1 } };
    expect(() => runOp(averagePoolOp, { x }, attributes)).toThrow("a window lies in the padding and sees nothing");
    const { y } = runOp(averagePoolOp, { x }, { ...attributes, countPadding: true });
    expect([...y.data]).toEqual([1, 2, 3, 0, 4, 5, 6, 0]);
  });
});

test("Sums are in double precision", () => {
  const x = floatTensor([1, 1, 3], [2 ** 24, 1, 1]);
  expect(runOp(averagePoolOp, { x }, { kernel: 3 }).y.data[0]).toBe(Math.fround((2 ** 24 + 2) / 3));
});

test("Any geometry of one to three axes: each window gives the mean of what it covers", () => {
  fc.assert(
    fc.property(anyConvolution, fc.boolean(), (convolution, countPadding) => {
      const { x, weight, attributes } = convolution;
      const { stride, dilation } = attributes;
      const [, , ...kernel] = weight.shape;
      const around = (ends: readonly number[]) => ends.map((each, axis) => Math.min(each, kernel[axis]! - 1));
      const padding = { begin: around(attributes.padding.begin), end: around(attributes.padding.end) };
      const pooled = { ...convolution, attributes: { ...attributes, padding } };
      const [batch = 0, channels = 0, ...sides] = x.shape;
      const starts = sides.map((side, axis) => startsAlong(side, axis, pooled));
      const expected = placesIn([batch, channels, ...starts.map(({ length }) => length)]).map(
        ([n = 0, c = 0, ...position]) => {
          const places = placesIn(kernel)
            .map((tap) => tap.map((each, axis) => starts[axis]![position[axis]!]! + each * dilation[axis]!))
            .filter((place) => place.every((each, axis) => each >= 0 && each < sides[axis]!));
          const sum = places.reduce((total, place) => total + elementAt(x, n, c, ...place), 0);
          return Math.fround(sum / (countPadding ? placesIn(kernel).length : places.length)) + 0;
        },
      );
      const { y } = runOp(averagePoolOp, { x }, { kernel, stride, dilation, padding, countPadding });
      expect(Array.from(y.data, Number).map((value) => value + 0)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
