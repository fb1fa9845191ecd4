import { float32, floatTensor, intTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { differInFloatsAlone, inFloatsOf } from "./floatTypes.js";

const float16 = (...shape: number[]) => ({ dtype: "float16", shape }) as const;

test("Floats become as wide as those of their name, by rounding to the nearest where they become narrower", () => {
  const tensors = { a: floatTensor([2], [1 / 3, 2049]), b: floatTensor([1], [1 / 3]), n: intTensor([1], [7]) };
  const halved = inFloatsOf(tensors, { a: { dtype: "float16" }, n: { dtype: "float16" } });
  expect(halved["a"]!.dtype).toBe("float16");
  // Float16 has 11 binary digits: 1/3 is 1365 / 4096 there, and 2049 lies between 2048 and 2050, of which 2048 is even.
  const widened = inFloatsOf(halved, { a: { dtype: "float32" }, b: { dtype: "float32" } });
  expect([...(widened["a"]!.data as Float32Array)]).toEqual([1365 / 4096, 2048]);
  expect(halved["b"]).toBe(tensors.b);
  expect(halved["n"]).toBe(tensors.n);
});

test("A name that every object has is none of the model's", () => {
  const tensors = { constructor: floatTensor([1], [1]) };
  expect(inFloatsOf(tensors, {})["constructor"]).toBe(tensors.constructor);
});

test("Types of one shape fit whatever the width of their floats, and whole numbers fit themselves alone", () => {
  expect(differInFloatsAlone(float16(1, 3), float32(1, 3))).toBe(true);
  expect(differInFloatsAlone(float16(1, 3), float32(3, 1))).toBe(false);
  expect(differInFloatsAlone({ dtype: "int32", shape: [1] }, float32(1))).toBe(false);
  expect(differInFloatsAlone({ dtype: "int32", shape: [1] }, { dtype: "int32", shape: [1] })).toBe(true);
});
