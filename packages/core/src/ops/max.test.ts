import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { maxOp } from "./max.js";
import { minOp } from "./min.js";
import { runOp } from "./runOp.test.fixture.js";

test("What is no number on either side is none", () => {
  const [a, b] = [floatTensor([3], [NaN, 1, 3]), floatTensor([3], [1, NaN, 2])];
  expect([...runOp(maxOp, { a, b }, {}).y.data]).toEqual([NaN, NaN, 3]);
  expect([...runOp(minOp, { a, b }, {}).y.data]).toEqual([NaN, NaN, 2]);
});

test("Integers are compared to the last of 64 bits", () => {
  const [a, b] = [intTensor([1], [2n ** 62n + 1n]), intTensor([1], [2n ** 62n])];
  expect([...runOp(maxOp, { a, b }, {}).y.data]).toEqual([2n ** 62n + 1n]);
  expect([...runOp(minOp, { a, b }, {}).y.data]).toEqual([2n ** 62n]);
});
