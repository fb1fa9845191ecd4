import { expect, test } from "vitest";
import { castTensor, floatTensor, intTensor } from "../tensor.js";
import { divOp } from "./div.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("The first is divided by the second, stretched to its shape", () => {
  const { y } = runOp(divOp, { a: counting(2, 2), b: floatTensor([2], [2, 4]) }, {});
  expect([...y.data]).toEqual([0.5, 0.5, 1.5, 1]);
});

test("Quotients of integers are cut off towards zero, to the last of 64 bits", () => {
  const a = intTensor([4], [7, -7, 2n ** 62n + 1n, 5]);
  const { y } = runOp(divOp, { a, b: intTensor([4], [2, 2, 1, 0]) }, {});
  expect([...y.data]).toEqual([3n, -3n, 2n ** 62n + 1n, 0n]);
  const small = castTensor(floatTensor([3], [7, -7, 5]), "int32");
  const two = castTensor(floatTensor([], [2]), "int32");
  expect([...runOp(divOp, { a: small, b: two }, {}).y.data]).toEqual([3, -3, 2]);
});
