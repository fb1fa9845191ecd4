import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { addOp } from "./add.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Tensors of the same shape are added element by element", () => {
  const { y } = runOp(addOp, { a: counting(2, 2), b: floatTensor([2, 2], [10, 20, 30, 40]) }, {});
  expect([...y.data]).toEqual([11, 22, 33, 44]);
});

test("A channel's value is added to each of its pixels", () => {
  const { y } = runOp(addOp, { a: counting(1, 2, 1, 2), b: floatTensor([2, 1, 1], [10, 20]) }, {});
  expect([...y.data]).toEqual([11, 12, 23, 24]);
});

test("A column and a row make a table", () => {
  const { y } = runOp(addOp, { a: floatTensor([2, 1], [10, 20]), b: floatTensor([3], [1, 2, 3]) }, {});
  expect(y.shape).toEqual([2, 3]);
  expect([...y.data]).toEqual([11, 12, 13, 21, 22, 23]);
});

test("Sides that differ, neither being 1, are refused", () => {
  expect(() => runOp(addOp, { a: counting(2, 3), b: counting(2, 2) }, {})).toThrow(
    "add: shapes 2x3 and 2x2 do not broadcast",
  );
});
