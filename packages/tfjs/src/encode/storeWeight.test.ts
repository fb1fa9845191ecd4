import { Float16OverflowError } from "@linknet-kit/core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { EmittedWeight } from "../emit/emitModel.js";
import { tf, useBackend } from "../tensorflow.test.fixture.js";
import { WEIGHT_TYPES } from "../target.js";
import { UnstorableWeightError, storeWeight, storedBytes } from "./storeWeight.js";

beforeAll(async () => {
  await useBackend("cpu");
});

const weightOf = (...values: number[]): EmittedWeight => {
  const data = Float32Array.from(values);
  return { name: "w", shape: [1, values.length], dtype: "float32", read: () => data };
};

/** As tfjs reads it. */
function loaded({ entry, bytes }: ReturnType<typeof storeWeight>): readonly number[] {
  return [...tf.io.decodeWeights(bytes.slice().buffer, [entry])["w"]!.dataSync()];
}

const filters = fc
  .array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => weightOf(...values, 0));

describe.each(["uint8", "uint16"] as const)("%s", (type) => {
  test("is off by less than a step, and zeros are exact", () => {
    fc.assert(
      fc.property(filters, (weight) => {
        const stored = storeWeight(weight, type);
        const quantization = stored.entry.quantization as { readonly scale: number };
        // tfjs computes the value in float32.
        const step = quantization.scale * (1 + 1e-4) + 1e-5;
        loaded(stored).forEach((value, index) => {
          const wanted = weight.read()[index]!;
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(wanted === 0 ? 0 : step);
        });
      }),
    );
  });

  test("holds zeros alone", () => {
    expect(loaded(storeWeight(weightOf(0, 0), type))).toEqual([0, 0]);
  });

  test("refuses what is infinite or no number", () => {
    expect(() => storeWeight(weightOf(1, Number.NaN), type)).toThrow(UnstorableWeightError);
    expect(() => storeWeight(weightOf(1, -Infinity), type)).toThrow(
      `weight "w" has -Infinity, which cannot be stored as ${type}`,
    );
  });
});

test("uint8 has 255 steps from the least to the largest, zero one of them", () => {
  const { entry, bytes } = storeWeight(weightOf(-1, 0, 2, 1), "uint8");
  expect(entry.quantization).toEqual({ dtype: "uint8", scale: 3 / 255, min: -1 });
  expect([...bytes]).toEqual([0, 85, 255, 170]);
});

test("float16 is rounded to the nearest, and what it cannot hold is refused by name", () => {
  expect(loaded(storeWeight(weightOf(0.1, -65504), "float16"))).toEqual([0.0999755859375, -65504]);
  expect(() => storeWeight(weightOf(1, 65520), "float16")).toThrow(Float16OverflowError);
});

test("What float16 has only zero for is counted", () => {
  const conversions: unknown[] = [];
  storeWeight(weightOf(0, 1e-8, -1e-9, 1), "float16", (each) => conversions.push(each));
  expect(conversions).toEqual([{ tensor: "w", values: 4, underflows: 2 }]);
});

test("float32 is as it was", () => {
  const stored = storeWeight(weightOf(0.1, 3e38), "float32");
  expect(stored.entry).toEqual({ name: "w", shape: [1, 2], dtype: "float32" });
  expect(loaded(stored)).toEqual([Math.fround(0.1), Math.fround(3e38)]);
});

test.each(WEIGHT_TYPES)("Vectors and whole numbers are what they were where filters are %s", (type) => {
  const bias: EmittedWeight = { name: "w", shape: [2], dtype: "float32", read: () => Float32Array.of(1e9, -3) };
  const order: EmittedWeight = { name: "w", shape: [2, 1], dtype: "int32", read: () => Int32Array.of(1, -2) };
  expect(loaded(storeWeight(bias, type))).toEqual([1e9, -3]);
  expect(loaded(storeWeight(order, type))).toEqual([1, -2]);
});

test.each(WEIGHT_TYPES)("The bytes of %s are counted beforehand", (type) => {
  const weight = weightOf(1, 2, 3);
  expect(storedBytes(weight, type)).toBe(storeWeight(weight, type).bytes.length);
});

test.each(WEIGHT_TYPES)("Truth values and whole numbers stay what they are among weights of %s", (type) => {
  for (const data of [Uint8Array.of(1, 0, 1), Int32Array.of(2 ** 31 - 1, -5, 0)]) {
    const dtype = data instanceof Int32Array ? "int32" : "bool";
    const weight: EmittedWeight = { name: "w", shape: [1, 3], dtype, read: () => data };
    const stored = storeWeight(weight, type);
    expect(stored.bytes).toHaveLength(storedBytes(weight, type));
    expect(loaded(stored)).toEqual([...data]);
  }
});
