import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { argMaxOp } from "./argMax.js";
import { argMinOp } from "./argMin.js";
import { runOp } from "./runOp.test.fixture.js";

// 1 5 5
// 4 0 4
const x = floatTensor([2, 3], [1, 5, 5, 4, 0, 4]);

test("Rows or columns become the place of their largest or smallest element, the first of equals", () => {
  expect(runOp(argMaxOp, { x }, { axis: 1 }).y).toEqual(intTensor([2, 1], [1, 0]));
  expect(runOp(argMaxOp, { x }, { axis: 0, keepDims: false }).y).toEqual(intTensor([3], [1, 0, 0]));
  expect(runOp(argMinOp, { x }, { axis: -1, keepDims: false }).y).toEqual(intTensor([2], [0, 1]));
});

test("It may be the last of equals", () => {
  expect(runOp(argMaxOp, { x }, { axis: 1, last: true }).y).toEqual(intTensor([2, 1], [2, 2]));
  expect(runOp(argMinOp, { x: intTensor([3], [2n, 1n, 1n]) }, { last: true }).y).toEqual(intTensor([1], [2]));
});

test("Of no elements none is largest", () => {
  expect(() => runOp(argMaxOp, { x: floatTensor([2, 0]) }, { axis: 1 })).toThrow("axis 1 of 2x0 has no elements");
});
