import { describe, expect, test } from "vitest";
import { FLOAT16_MAX, decodeFloat16, encodeFloat16, roundToFloat16 } from "./float16.js";

const decode = (pattern: number): number => decodeFloat16(Uint16Array.of(pattern))[0]!;
const encode = (value: number): number => encodeFloat16(Float32Array.of(value))[0]!;

/** Patterns of the finite numbers from 0 up: they are in the order of their values. */
const POSITIVE = Array.from({ length: 0x7c00 }, (_, pattern) => pattern);

test.each([
  [0x0000, 0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0x3c01, 1 + 2 ** -10],
  [0x4248, 3.140625],
  [0x7bff, FLOAT16_MAX],
  [0x7c00, Infinity],
  [0x8000, -0],
  [0xc000, -2],
  [0xfbff, -FLOAT16_MAX],
  [0xfc00, -Infinity],
])("pattern %i is %d, both ways", (pattern, value) => {
  expect(decode(pattern)).toBe(value);
  expect(encode(value)).toBe(pattern);
});

test("every finite number comes back as it was, with either sign", () => {
  const patterns = Uint16Array.from(POSITIVE.flatMap((pattern) => [pattern, pattern | 0x8000]));
  expect(encodeFloat16(decodeFloat16(patterns))).toEqual(patterns);
});

test("numbers rise with their patterns", () => {
  const values = decodeFloat16(Uint16Array.from([...POSITIVE, 0x7c00]));
  expect(values.slice(1).every((value, index) => value > values[index]!)).toBe(true);
});

describe("between two neighbours", () => {
  // In float32 every middle is exact, and so are its own neighbours.
  const middles = POSITIVE.slice(0, -1).map((pattern) => ({
    pattern,
    middle: (decode(pattern) + decode(pattern + 1)) / 2,
  }));
  const nextTo = (value: number, step: 1 | -1): number => {
    const pattern = Float32Array.of(value);
    new Uint32Array(pattern.buffer)[0]! += step;
    return pattern[0]!;
  };

  test("the middle goes to the even one", () => {
    const wrong = middles.filter(({ pattern, middle }) => encode(middle) !== pattern + (pattern % 2));
    expect(wrong).toEqual([]);
  });

  test("anything below the middle goes down, anything above it up, whatever the sign", () => {
    const wrong = middles.filter(
      ({ pattern, middle }) =>
        encode(nextTo(middle, -1)) !== pattern ||
        encode(nextTo(middle, 1)) !== pattern + 1 ||
        encode(-nextTo(middle, 1)) !== (0x8000 | (pattern + 1)),
    );
    expect(wrong).toEqual([]);
  });
});

test("65520, half a step past the largest, is infinite, and what is below it is not", () => {
  expect([65519.996, 65520, 1e30, -65520].map(encode)).toEqual([0x7bff, 0x7c00, 0x7c00, 0xfc00]);
});

test("what is too small becomes a zero of its sign", () => {
  expect([2 ** -25, -(2 ** -26), 1e-40, -1e-45].map(encode)).toEqual([0, 0x8000, 0, 0x8000]);
});

test("no number stays no number", () => {
  expect(decode(encode(Number.NaN))).toBeNaN();
  expect([0x7c01, 0xffff].map(decode)).toEqual([Number.NaN, Number.NaN]);
});

test("rounding a number keeps eleven bits", () => {
  expect([0.1, 2049, 2051, -70000].map(roundToFloat16)).toEqual([0.0999755859375, 2048, 2052, -Infinity]);
});

test("a part of a larger array is encoded alone", () => {
  expect([...encodeFloat16(Float32Array.of(1, 2, 3).subarray(1))]).toEqual([0x4000, 0x4200]);
});
