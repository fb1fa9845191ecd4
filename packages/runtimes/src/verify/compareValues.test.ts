import { type FloatTensor, type Tensor, floatTensor, intTensor } from "@linknet-kit/core";
import { array, assert, float, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTensors } from "../measure/compareTensors.js";
import { compareValues } from "./compareValues.js";

const vector = (...values: number[]): FloatTensor => floatTensor([values.length], values);

describe("two tensors", () => {
  test("differ by their largest difference, over the largest expected value", () => {
    const compared = compareValues(vector(1, -4, 2), vector(1, -5, 2.5), 0.15);
    expect(compared).toMatchObject({ maxAbsoluteError: 1, relativeError: 0.2, shareAbove: 1 / 3 });
    // (1*1 + 4*5 + 2*2.5) / sqrt(21 * 32.25)
    expect(compared.cosineSimilarity).toBeCloseTo(26 / Math.sqrt(21 * 32.25), 12);
  });

  describe("of which one value is beyond all others", () => {
    const others = [1, -2, 3, 4];

    test("are compared without it too", () => {
      const compared = compareValues(vector(3e38, 1, -2, 3, 8), vector(3e38, ...others), 1e-4);
      expect(compared).toMatchObject({ shareAbove: 0, overshadowed: { othersRelativeError: 1 } });
      expect(compared.relativeError).toBeLessThan(1e-30);
      expect(compared.overshadowed!.largestOverMedian / 1e38).toBeCloseTo(1, 6);
    });

    test.each([
      ["times enough, the error of the others with it", 3.1e6, true],
      ["not so far", 2.9e6, false],
    ])("by %s", (_, largest, isTold) => {
      const expected = vector(largest, ...others);
      expect(compareValues(expected, expected, 0).overshadowed !== undefined).toBe(isTold);
    });

    test("are not where all others are zero, or integers", () => {
      const zeros = vector(1e9, 0, 0, 0, 0);
      expect(compareValues(zeros, zeros, 0)).not.toHaveProperty("overshadowed");
      const integers = intTensor([3], [2 ** 31 - 1, 1, 1]);
      expect(compareValues(integers, integers, 0)).not.toHaveProperty("overshadowed");
    });
  });

  test("that are equal agree in everything, zeros included", () => {
    const same = {
      maxAbsoluteError: 0,
      relativeError: 0,
      cosineSimilarity: 1,
      argmaxAgreement: 1,
      shareAbove: 0,
      finiteElements: 2,
    };
    expect(compareValues(vector(3, 4), vector(3, 4), 0)).toEqual(same);
    expect(compareValues(vector(0, 0), vector(0, -0), 0)).toEqual(same);
  });

  test("have the absolute error where zeros are expected, and no direction in common", () => {
    expect(compareValues(vector(0.5, 0), vector(0, 0), 0.1)).toMatchObject({
      relativeError: 0.5,
      cosineSimilarity: 0,
      shareAbove: 0.5,
    });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("never agree where one alone is %d", (value) => {
    for (const [a, b] of [
      [vector(value, 1), vector(1, 1)],
      [vector(1, 1), vector(value, 1)],
    ] as const) {
      expect(compareValues(a, b, 1e9)).toMatchObject({ maxAbsoluteError: Number.POSITIVE_INFINITY, shareAbove: 0.5 });
    }
  });

  test("of integers agree where they are equal, and nowhere else, however large they are", () => {
    const large = (last: bigint): Tensor => ({
      dtype: "int64",
      shape: [2],
      data: BigInt64Array.of(2n ** 62n, 2n ** 62n + last),
    });
    expect(compareValues(large(100n), large(0n), 1)).toMatchObject({ maxAbsoluteError: 100, shareAbove: 0.5 });
    expect(compareTensors(large(100n), large(0n), 1)).toMatchObject({ shareAbove: 0.5 });
    expect(compareValues(large(7n), large(7n), 0)).toMatchObject({ maxAbsoluteError: 0, shareAbove: 0 });
  });

  test("without a finite number are told by their count of these", () => {
    const none = compareValues(vector(Number.NaN, Number.NaN), vector(Number.NaN, Number.NaN), 0);
    expect(none).toMatchObject({ shareAbove: 0, cosineSimilarity: 1, finiteElements: 0 });
    expect(compareTensors(vector(Number.NaN), vector(Number.NaN), 1)).toBe(undefined);
  });

  test("differ as much as the check of a suite says", () => {
    const numbers = array(float({ noNaN: true, min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 });
    assert(
      property(numbers, numbers, (a, b) => {
        const length = Math.min(a.length, b.length);
        const [actual, expected] = [vector(...a.slice(0, length)), vector(...b.slice(0, length))];
        const { relativeError, shareAbove } = compareValues(actual, expected, 0.1);
        expect({ relativeError, shareAbove }).toEqual(compareTensors(actual, expected, 0.1));
      }),
    );
  });
});

describe("the largest channel", () => {
  test("is looked for along the second axis of images", () => {
    // Two channels of 1x3 pixels: the second is larger at the last pixel only, and equal at the middle one.
    const expected = floatTensor([1, 2, 1, 3], [5, 2, 1, 4, 2, 3]);
    const actual = floatTensor([1, 2, 1, 3], [5, 1.9, 1, 4, 2, 3]);
    expect(compareValues(actual, expected, 0).argmaxAgreement).toBeCloseTo(2 / 3, 12);
  });

  test("is looked for along the last axis of all else, and among two at least", () => {
    expect(compareValues(floatTensor([2, 2], [1, 2, 4, 3]), floatTensor([2, 2], [1, 2, 3, 4]), 0).argmaxAgreement).toBe(
      0.5,
    );
    expect(compareValues(floatTensor([2, 1], [1, 2]), floatTensor([2, 1], [1, 3]), 0)).not.toHaveProperty(
      "argmaxAgreement",
    );
  });

  test("may be of integers, but not of images of them, which are labels", () => {
    expect(compareValues(intTensor([1, 2], [1, 2]), intTensor([1, 2], [1, 2]), 0)).toMatchObject({
      argmaxAgreement: 1,
    });
    const map = intTensor([1, 1, 2], [1, 2]);
    expect(compareValues(map, map, 0)).not.toHaveProperty("argmaxAgreement");
  });
});
