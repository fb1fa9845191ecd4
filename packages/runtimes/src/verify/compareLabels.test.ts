import { type Tensor, floatTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { compareLabels } from "./compareLabels.js";
import { compareValues } from "./compareValues.js";
import { logitsOf } from "./logitsOf.js";

// Three classes of four pixels: the largest are of 0, of 2, of 1 and 2 alike, and of 1.
const logits = floatTensor([1, 3, 1, 4], [10, 1, -1, 3, 2, 5, 4, 3.5, 9, 5.001, 4, -8]);
const labels = (...values: number[]): Tensor => ({ dtype: "uint8", shape: [1, 1, 4], data: Uint8Array.from(values) });

test("Labels that are those of the largest numbers, the lower of equals, do not differ", () => {
  expect(compareLabels(labels(0, 2, 1, 1), logits, 1e-4)).toEqual({
    maxAbsoluteError: 0,
    relativeError: 0,
    argmaxAgreement: 1,
    shareAbove: 0,
    finiteElements: 12,
    labels: { differing: 0, nearTies: 0 },
  });
});

test("Those that rounding may have decided are told apart from wrong ones", () => {
  // The upper of equals, and one that is a thousandth less where two thousandths may be rounding.
  const near = compareLabels(labels(0, 1, 2, 1), logits, 1e-4);
  expect(near).toMatchObject({ shareAbove: 0, argmaxAgreement: 0.5, labels: { differing: 0.5, nearTies: 0.5 } });
  expect(near.maxAbsoluteError).toBeCloseTo(1e-3, 6);
  const wrong = compareLabels(labels(2, 1, 1, 1), logits, 1e-5);
  expect(wrong).toMatchObject({ shareAbove: 0.5, relativeError: 0.1, labels: { differing: 0.5, nearTies: 0 } });
});

test("A label of no class, and one of what is no number, is wrong", () => {
  expect(compareLabels(labels(0, 2, 1, 3), logits, 1)).toMatchObject({ shareAbove: 0.25, maxAbsoluteError: Infinity });
  const unknown = floatTensor([1, 2, 1], [1, Number.NaN]);
  const one: Tensor = { dtype: "int32", shape: [1, 1], data: Int32Array.of(1) };
  expect(compareLabels(one, unknown, 1)).toMatchObject({ shareAbove: 1, maxAbsoluteError: Infinity });
});

test("Label maps are compared exactly, and nothing is said of which is the largest", () => {
  expect(compareValues(labels(0, 2, 1, 1), labels(0, 2, 2, 1), 1)).toEqual({
    maxAbsoluteError: 1,
    relativeError: 0.5,
    shareAbove: 0.25,
    finiteElements: 4,
    labels: { differing: 0.25 },
  });
});

test("What labels are held to has their shape and a number a class, under their name or alone", () => {
  const map = { name: "labels", type: { dtype: "uint8", shape: [1, 8, 9] } } as const;
  const numbers = (name: string, ...shape: number[]) => ({ name, type: { dtype: "float32", shape } }) as const;
  const out = numbers("out", 1, 3, 8, 9);
  expect(logitsOf(map, [out])).toBe(out);
  expect(logitsOf({ ...map, name: "out/labels" }, [numbers("aux", 1, 3, 8, 9), out])).toBe(out);
  expect(logitsOf(map, [out, numbers("aux", 1, 3, 8, 9)])).toBe(undefined);
  expect(logitsOf(map, [numbers("out", 1, 3, 9, 8)])).toBe(undefined);
  expect(logitsOf(map, [map])).toBe(undefined);
});
