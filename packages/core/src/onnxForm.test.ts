import { expect, test } from "vitest";
import { attributeOf, constantOf, float, int } from "./onnxForm.js";
import { castTensor, floatTensor, intTensor } from "./tensor.js";

const form = {
  attributes: { group: int(2), epsilon: float(Math.fround(0.1)), alpha: float(Math.fround(1 / 3)) },
  constants: { pads: intTensor([2], [1, -1]), ratio: floatTensor([2], [0.001, 1e30]) },
};

test("An attribute is read as its kind, or is not there", () => {
  expect(attributeOf(form, "group", "int")).toBe(2);
  expect(attributeOf(form, "strides", "ints")).toBeUndefined();
  expect(() => attributeOf(form, "group", "float")).toThrow('attribute "group" is 2, expected float');
});

test("A float that was stored in 32 bits is read as the short number it was", () => {
  expect(attributeOf(form, "epsilon", "float")).toBe(0.1);
  expect(constantOf(form, "ratio")).toEqual([0.001, 1e30]);
  expect(attributeOf(form, "alpha", "float")).toBe(0.33333334);
});

test("A float that was stored in 16 bits too", () => {
  const half = castTensor(floatTensor([3], [0.1, 1 / 3, -65504]), "float16");
  expect(constantOf({ attributes: {}, constants: { half } }, "half")).toEqual([0.1, 0.3333, -65500]);
});

test("A constant is read as numbers, or is not there", () => {
  expect(constantOf(form, "pads")).toEqual([1, -1]);
  expect(constantOf(form, "axes")).toBeUndefined();
});
