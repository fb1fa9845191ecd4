import { expect, test } from "vitest";
import {
  byteCount,
  elementCount,
  float32,
  floatTensor,
  floats,
  int64,
  intTensor,
  integers,
  printType,
  rank4,
  sameType,
  tensorOfBytes,
} from "./tensor.js";

test("A float takes four bytes or two, an integer eight", () => {
  expect(elementCount(float32(2, 3, 4))).toBe(24);
  expect(byteCount(float32(2, 3, 4))).toBe(96);
  expect(byteCount({ dtype: "float16", shape: [2, 3, 4] })).toBe(48);
  expect(byteCount(int64(2, 3, 4))).toBe(192);
  expect(byteCount(float32())).toBe(4);
});

test("A tensor stands on its bytes, which are copied only where they are not aligned", () => {
  const bytes = Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0x3c, 1, 0);
  const aligned = tensorOfBytes(float32(1), bytes.subarray(0, 4));
  expect(aligned).toEqual(floatTensor([1], [1]));
  expect(aligned.data.buffer).toBe(bytes.buffer);
  const half = tensorOfBytes({ dtype: "float16", shape: [1] }, bytes.subarray(3, 5));
  expect(half).toEqual({ dtype: "float16", shape: [1], data: Uint16Array.of(0x003f) });
  expect(half.data.buffer).not.toBe(bytes.buffer);
  expect(tensorOfBytes(int64(1), Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0))).toEqual(intTensor([1], [2]));
  expect(() => tensorOfBytes(float32(1), bytes)).toThrow("8 bytes do not fill float32[1]");
});

test("Data is copied, zero where there is none", () => {
  const data = Float32Array.of(1, 2);
  const tensor = floatTensor([2], data);
  data[0] = 9;
  expect([...tensor.data]).toEqual([1, 2]);
  expect([...floatTensor([2]).data]).toEqual([0, 0]);
  expect([...intTensor([2], [1, 2n]).data]).toEqual([1n, 2n]);
  expect([...intTensor([1]).data]).toEqual([0n]);
});

test("Data that does not fill the shape is a bug", () => {
  expect(() => floatTensor([2, 2], [1, 2, 3])).toThrow("3 elements do not fill 2x2");
  expect(() => intTensor([1], [1, 2])).toThrow("2 elements do not fill 1");
});

test("Types are the same where data type and every side are", () => {
  expect(sameType(float32(1, 2), float32(1, 2))).toBe(true);
  expect(sameType(float32(1, 2), float32(2, 1))).toBe(false);
  expect(sameType(float32(1, 2), float32(1, 2, 1))).toBe(false);
  expect(sameType(float32(1, 2), int64(1, 2))).toBe(false);
});

test("A type prints as data type and sides", () => {
  expect(printType(float32(1, 3, 360, 640))).toBe("float32[1x3x360x640]");
});

test("Only four sides are an image's", () => {
  expect(rank4(float32(1, 3, 8, 9))).toEqual([1, 3, 8, 9]);
  expect(() => rank4(float32(3, 8, 9))).toThrow("expected N x C x H x W, got 3x8x9");
});

test("Data of the other kind is a bug", () => {
  expect(() => floats(intTensor([1]))).toThrow("expected floats, got int64");
  expect(() => integers(floatTensor([1]))).toThrow("expected int64 data, got float32");
});
