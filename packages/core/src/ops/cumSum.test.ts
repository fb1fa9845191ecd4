import { expect, test } from "vitest";
import { intTensor } from "../tensor.js";
import { cumSumOp } from "./cumSum.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

test("Each element becomes the sum up to it, without it, or from the end", () => {
  // 1 2 3
  // 4 5 6
  const x = counting(2, 3);
  const sums = (given: { readonly axis: number; readonly exclusive?: boolean; readonly reverse?: boolean }) =>
    rowsOf(runOp(cumSumOp, { x }, given).y);
  expect(sums({ axis: 1 })).toEqual([
    [1, 3, 6],
    [4, 9, 15],
  ]);
  expect(sums({ axis: 0 })).toEqual([
    [1, 2, 3],
    [5, 7, 9],
  ]);
  expect(sums({ axis: 1, exclusive: true })).toEqual([
    [0, 1, 3],
    [0, 4, 9],
  ]);
  expect(sums({ axis: 1, reverse: true, exclusive: true })).toEqual([
    [5, 3, 0],
    [11, 6, 0],
  ]);
});

test("Integers may have 64 bits", () => {
  const x = intTensor([2], [2n ** 53n, 1n]);
  expect([...runOp(cumSumOp, { x }, { axis: 0 }).y.data]).toEqual([2n ** 53n, 2n ** 53n + 1n]);
});
