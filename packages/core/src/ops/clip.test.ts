import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { clipOp } from "./clip.js";
import { runOp } from "./runOp.test.fixture.js";

const x = floatTensor([5], [-Infinity, -2, 0.5, 3, NaN]);

test("What is beyond a limit becomes the limit, and what is no number stays none", () => {
  expect([...runOp(clipOp, { x }, { min: -1, max: 2 }).y.data]).toEqual([-1, -1, 0.5, 2, NaN]);
  expect([...runOp(clipOp, { x }, { max: 0 }).y.data]).toEqual([-Infinity, -2, 0, 0, NaN]);
});

test("Where the limits cross, everything is the upper one", () => {
  expect([...runOp(clipOp, { x }, { min: 2, max: 1 }).y.data].slice(0, 4)).toEqual([1, 1, 1, 1]);
});

test("Integers of 64 bits stay exact between the limits, which must be whole", () => {
  const wide = intTensor([3], [2n ** 53n + 1n, -(2n ** 53n) - 1n, 4]);
  expect([...runOp(clipOp, { x: wide }, { min: 0 }).y.data]).toEqual([2n ** 53n + 1n, 0n, 4n]);
  expect(() => runOp(clipOp, { x: wide }, { min: 0.5 })).toThrow("whole numbers");
});
