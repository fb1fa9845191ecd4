import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { powOp } from "./pow.js";
import { runOp } from "./runOp.test.fixture.js";

test("A float is raised to exponents of any type", () => {
  const a = floatTensor([4], [2, -2, 1, 0]);
  expect([...runOp(powOp, { a, b: intTensor([], [3]) }, {}).y.data]).toEqual([8, -8, 1, 0]);
  expect([...runOp(powOp, { a, b: floatTensor([4], [-1, 0.5, NaN, 0]) }, {}).y.data]).toEqual([0.5, NaN, 1, 1]);
});

test("Of 64-bit integers the last 64 bits are right, however long the power is", () => {
  const a = intTensor([4], [3, -7, 2, 3]);
  const { y } = runOp(powOp, { a, b: intTensor([4], [39, 3, -1, 1_000_001]) }, {});
  expect(y.data[0]).toBe(3n ** 39n);
  expect(y.data[1]).toBe(-343n);
  expect(y.data[2]).toBe(0n);
  expect(y.data[3]).toBe(BigInt.asIntN(64, 3n ** 1_000_001n));
});
