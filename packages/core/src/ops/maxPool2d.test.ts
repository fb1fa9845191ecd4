import { describe, expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { maxPool2dOp } from "./maxPool2d.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Each window gives its largest value and where that stands in the image", () => {
  const x = floatTensor([1, 1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]);
  const { y, indices } = runOp(maxPool2dOp, { x }, { kernel: 2, stride: 2 });
  expect([...y.data]).toEqual([5, 8]);
  expect([...indices.data]).toEqual([1n, 6n]);
});

test("Of equal values the first counts, row by row", () => {
  const x = floatTensor([1, 1, 2, 4], [0, 0, 1, 2, 0, 0, 2, 2]);
  expect([...runOp(maxPool2dOp, { x }, { kernel: 2, stride: 2 }).indices.data]).toEqual([0n, 3n]);
});

test("Indices count over samples and channels too", () => {
  const { y, indices } = runOp(maxPool2dOp, { x: counting(2, 2, 2, 2) }, { kernel: 2, stride: 2 });
  expect([...y.data]).toEqual([4, 8, 12, 16]);
  expect([...indices.data]).toEqual([3n, 7n, 11n, 15n]);
});

test("The last row and column that no whole window covers are left out", () => {
  const { y, indices } = runOp(maxPool2dOp, { x: counting(1, 1, 3, 3) }, { kernel: 2, stride: 2 });
  expect(y.shape).toEqual([1, 1, 1, 1]);
  expect([...indices.data]).toEqual([4n]);
});

test("The padding holds nothing: it never wins over a negative value, and indices do not count it", () => {
  const x = floatTensor([1, 1, 2, 2], [-4, -3, -2, -1]);
  const { y, indices } = runOp(maxPool2dOp, { x }, { kernel: 2, stride: 2, padding: 1 });
  expect([...y.data]).toEqual([-4, -3, -2, -1]);
  expect([...indices.data]).toEqual([0n, 1n, 2n, 3n]);
});

test("Windows may overlap, be dilated and be padded on one side only", () => {
  const x = counting(1, 1, 1, 5);
  expect([...runOp(maxPool2dOp, { x }, { kernel: [1, 3] }).y.data]).toEqual([3, 4, 5]);
  expect([...runOp(maxPool2dOp, { x }, { kernel: [1, 2], dilation: [1, 3] }).y.data]).toEqual([4, 5]);
  const padding = { top: 0, left: 1, bottom: 0, right: 0 };
  expect([...runOp(maxPool2dOp, { x }, { kernel: [1, 2], stride: [1, 2], padding }).y.data]).toEqual([1, 3, 5]);
});

describe("A window that sees nothing is refused", () => {
  const problem = "maxPool2d: a window lies in the padding and sees nothing of 1x2 (width x height)";

  test("where the padding is as wide as the kernel", () => {
    expect(() =>
      runOp(maxPool2dOp, { x: counting(1, 1, 2, 1) }, { kernel: 1, padding: { top: 1, left: 0, bottom: 0, right: 0 } }),
    ).toThrow(problem);
    expect(() =>
      runOp(maxPool2dOp, { x: counting(1, 1, 2, 1) }, { kernel: 2, padding: { top: 0, left: 0, bottom: 2, right: 1 } }),
    ).toThrow(problem);
  });

  test("where it straddles the image", () => {
    const padding = { top: 0, left: 1, bottom: 0, right: 1 };
    expect(() =>
      runOp(maxPool2dOp, { x: counting(1, 1, 2, 1) }, { kernel: [1, 2], dilation: [1, 2], padding }),
    ).toThrow(problem);
  });

  test("but not where it sees a pixel", () => {
    const padding = { top: 0, left: 2, bottom: 0, right: 0 };
    expect([
      ...runOp(maxPool2dOp, { x: counting(1, 1, 2, 1) }, { kernel: [1, 2], dilation: [1, 2], padding }).y.data,
    ]).toEqual([1, 2]);
  });
});
