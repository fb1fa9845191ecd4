import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { anyConvolution, elementAt, placesIn, startsAlong } from "./convolution.test.fixture.js";
import { maxPoolOp } from "./maxPool.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Each window gives its largest value and where that stands in the image", () => {
  const x = floatTensor([1, 1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]);
  const { y, indices } = runOp(maxPoolOp, { x }, { kernel: 2, stride: 2 });
  expect([...y.data]).toEqual([5, 8]);
  expect([...indices.data]).toEqual([1n, 6n]);
});

test("Of equal values the first counts, row by row", () => {
  const x = floatTensor([1, 1, 2, 4], [0, 0, 1, 2, 0, 0, 2, 2]);
  expect([...runOp(maxPoolOp, { x }, { kernel: 2, stride: 2 }).indices.data]).toEqual([0n, 3n]);
});

test("Indices count over samples and channels too", () => {
  const { y, indices } = runOp(maxPoolOp, { x: counting(2, 2, 2, 2) }, { kernel: 2, stride: 2 });
  expect([...y.data]).toEqual([4, 8, 12, 16]);
  expect([...indices.data]).toEqual([3n, 7n, 11n, 15n]);
});

test("The last row and column that no whole window covers are left out", () => {
  const { y, indices } = runOp(maxPoolOp, { x: counting(1, 1, 3, 3) }, { kernel: 2, stride: 2 });
  expect(y.shape).toEqual([1, 1, 1, 1]);
  expect([...indices.data]).toEqual([4n]);
});

test("The padding holds nothing: it never wins over a negative value, and indices do not count it", () => {
  const x = floatTensor([1, 1, 2, 2], [-4, -3, -2, -1]);
  const { y, indices } = runOp(maxPoolOp, { x }, { kernel: 2, stride: 2, padding: 1 });
  expect([...y.data]).toEqual([-4, -3, -2, -1]);
  expect([...indices.data]).toEqual([0n, 1n, 2n, 3n]);
});

test("Windows may overlap, be dilated and be padded on one side only", () => {
  const x = counting(1, 1, 1, 5);
  expect([...runOp(maxPoolOp, { x }, { kernel: [1, 3] }).y.data]).toEqual([3, 4, 5]);
  expect([...runOp(maxPoolOp, { x }, { kernel: [1, 2], dilation: [1, 3] }).y.data]).toEqual([4, 5]);
  const padding = { top: 0, left: 1, bottom: 0, right: 0 };
  expect([...runOp(maxPoolOp, { x }, { kernel: [1, 2], stride: [1, 2], padding }).y.data]).toEqual([1, 3, 5]);
});

describe("A window that sees nothing is refused", () => {
  const problem = "maxPool: a window lies in the padding and sees nothing of an image of 1x2 (width x height)";

  test("where the padding is as wide as the kernel", () => {
    expect(() =>
      runOp(maxPoolOp, { x: counting(1, 1, 2, 1) }, { kernel: 1, padding: { top: 1, left: 0, bottom: 0, right: 0 } }),
    ).toThrow(problem);
    expect(() =>
      runOp(maxPoolOp, { x: counting(1, 1, 2, 1) }, { kernel: 2, padding: { top: 0, left: 0, bottom: 2, right: 1 } }),
    ).toThrow(problem);
  });

  test("where it straddles the image", () => {
    const padding = { top: 0, left: 1, bottom: 0, right: 1 };
    expect(() => runOp(maxPoolOp, { x: counting(1, 1, 2, 1) }, { kernel: [1, 2], dilation: [1, 2], padding })).toThrow(
      problem,
    );
  });

  test("but not where it sees a pixel", () => {
    const padding = { top: 0, left: 2, bottom: 0, right: 0 };
    expect([
      ...runOp(maxPoolOp, { x: counting(1, 1, 2, 1) }, { kernel: [1, 2], dilation: [1, 2], padding }).y.data,
    ]).toEqual([1, 2]);
  });
});

test("Any geometry of one to three axes: each window gives its first largest value, and where it stands", () => {
  fc.assert(
    fc.property(anyConvolution, (convolution) => {
      const { weight, attributes } = convolution;
      const { stride, padding, dilation } = attributes;
      const [, , ...kernel] = weight.shape;
      // Padding that is below the kernel leaves every window something to see where taps are not farther apart than the image is long.
      const around = (ends: readonly number[]) => ends.map((each, axis) => Math.min(each, kernel[axis]! - 1));
      const pooled = {
        ...convolution,
        attributes: { ...attributes, padding: { begin: around(padding.begin), end: around(padding.end) } },
      };
      const x = { ...convolution.x, data: convolution.x.data.map((value) => Math.abs(value)) };
      const [batch = 0, channels = 0, ...sides] = x.shape;
      const starts = sides.map((side, axis) => startsAlong(side, axis, pooled));
      const numbers = floatTensor(x.shape, Array.from(x.data.keys()));
      const expected = placesIn([batch, channels, ...starts.map(({ length }) => length)]).map(
        ([n = 0, c = 0, ...position]) => {
          const places = placesIn(kernel)
            .map((tap) => tap.map((each, axis) => starts[axis]![position[axis]!]! + each * dilation[axis]!))
            .filter((place) => place.every((each, axis) => each >= 0 && each < sides[axis]!));
          const largest = Math.max(...places.map((place) => elementAt(x, n, c, ...place)));
          const first = places.find((place) => elementAt(x, n, c, ...place) === largest)!;
          return [largest, BigInt(elementAt(numbers, n, c, ...first))];
        },
      );
      const { y, indices } = runOp(maxPoolOp, { x }, { kernel, stride, dilation, padding: pooled.attributes.padding });
      expect([...y.data].map((value, index) => [value, indices.data[index]])).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
