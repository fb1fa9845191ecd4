/** Bits of whole numbers, by numbers to check by hand. */
import { expect, test } from "vitest";
import { bitShiftOp } from "./bitShift.js";
import { bitwiseAndOp } from "./bitwiseAnd.js";
import { bitwiseNotOp } from "./bitwiseNot.js";
import { bitwiseOrOp } from "./bitwiseOr.js";
import { bitwiseXorOp } from "./bitwiseXor.js";
import { runOp } from "./runOp.test.fixture.js";

const long = (...data: readonly bigint[]) => ({
  dtype: "uint64" as const,
  shape: [data.length],
  data: BigUint64Array.from(data),
});
const wide = (...data: readonly number[]) => ({
  dtype: "uint32" as const,
  shape: [data.length],
  data: Uint32Array.from(data),
});
const signed = (...data: readonly number[]) => ({
  dtype: "int16" as const,
  shape: [data.length],
  data: Int16Array.from(data),
});

test("Two numbers share bits, have them together, or differ in them", () => {
  const [a, b] = [wide(0b1100, 2 ** 32 - 1), wide(0b1010, 2 ** 31)];
  expect([...runOp(bitwiseAndOp, { a, b }, {}).y.data]).toEqual([0b1000, 2 ** 31]);
  expect([...runOp(bitwiseOrOp, { a, b }, {}).y.data]).toEqual([0b1110, 2 ** 32 - 1]);
  expect([...runOp(bitwiseXorOp, { a, b }, {}).y.data]).toEqual([0b0110, 2 ** 31 - 1]);
  expect([...runOp(bitwiseAndOp, { a: long(2n ** 64n - 1n), b: long(2n ** 63n + 1n) }, {}).y.data]).toEqual([
    2n ** 63n + 1n,
  ]);
});

test("What has no bit has them all when they are turned, and is -1 where it has a sign", () => {
  expect([...runOp(bitwiseNotOp, { x: wide(0) }, {}).y.data]).toEqual([2 ** 32 - 1]);
  expect([...runOp(bitwiseNotOp, { x: long(1n) }, {}).y.data]).toEqual([2n ** 64n - 2n]);
  expect([...runOp(bitwiseNotOp, { x: signed(0, -1, 5) }, {}).y.data]).toEqual([-1, 0, -6]);
});

test("Bits that are moved past the last one are lost, however far they are moved", () => {
  const a = wide(2 ** 31 + 1, 2 ** 31 + 1, 2 ** 31 + 1);
  const b = wide(1, 31, 33);
  expect([...runOp(bitShiftOp, { a, b }, { direction: "left" }).y.data]).toEqual([2, 2 ** 31, 0]);
  expect([...runOp(bitShiftOp, { a, b }, { direction: "right" }).y.data]).toEqual([2 ** 30, 1, 0]);
  const far = { a: long(3n, 3n), b: long(63n, 2n ** 63n) };
  expect([...runOp(bitShiftOp, far, { direction: "left" }).y.data]).toEqual([2n ** 63n, 0n]);
  expect([...runOp(bitShiftOp, far, { direction: "right" }).y.data]).toEqual([0n, 0n]);
});
