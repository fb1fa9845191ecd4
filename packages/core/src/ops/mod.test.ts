import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { modOp } from "./mod.js";
import { runOp } from "./runOp.test.fixture.js";

const a = intTensor([5], [7, -7, 7, -7, 2n ** 62n + 1n]);
const b = intTensor([5], [3, 3, -3, -3, 2n ** 61n]);

test("What is left has the sign of the divisor, or of what is divided", () => {
  expect([...runOp(modOp, { a, b }, {}).y.data]).toEqual([1n, 2n, -2n, -1n, 1n]);
  expect([...runOp(modOp, { a, b }, { sign: "a" }).y.data]).toEqual([1n, -1n, 1n, -1n, 1n]);
});

test("Of floats it has the sign of what is divided", () => {
  const [x, y] = [floatTensor([2], [-5.5, 5.5]), floatTensor([], [2])];
  expect([...runOp(modOp, { a: x, b: y }, { sign: "a" }).y.data]).toEqual([-1.5, 1.5]);
  expect(() => runOp(modOp, { a: x, b: y }, {})).toThrow("has the sign of a");
});
