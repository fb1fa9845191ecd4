import { LinknetError } from "@linknet-kit/base";
import { expect, test } from "vitest";
import {
  InvalidAttributeError,
  InvalidInputError,
  InvalidNodeError,
  InvalidWeightError,
  TensorTooLargeError,
} from "./errors.js";

test("Each failure has a code, a class of its own name, and is an Error", () => {
  const errors = [
    new InvalidNodeError({ problem: "it" }),
    new InvalidAttributeError({ attribute: "stride", given: 0, expected: "an integer >= 1" }),
    new TensorTooLargeError({ name: "x", shape: [2, 3], limit: 5 }),
    new InvalidWeightError({ name: "w", problem: "is missing" }),
    new InvalidInputError({ name: "image", problem: "was not given" }),
  ];
  for (const error of errors) {
    expect(error).toBeInstanceOf(LinknetError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(error.constructor.name);
    expect(error.code).toMatch(/^[A-Z_]+$/);
  }
  expect(new Set(errors.map(({ code }) => code)).size).toBe(errors.length);
});

test("The message names what is wrong, the hint what to do, the cause what led to it", () => {
  const cause = new Error("inner");
  const error = new InvalidNodeError({ path: "encoder1/conv2d", problem: "too small", hint: "enlarge it", cause });
  expect(error.message).toBe("encoder1/conv2d: too small");
  expect(error.hint).toBe("enlarge it");
  expect(error.cause).toBe(cause);
  expect(new InvalidNodeError({ problem: "too small" }).hint).toBeUndefined();
  expect(new InvalidNodeError({ problem: "too small" })).not.toHaveProperty("cause");
});

test.each([
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [undefined, "undefined"],
  ["1", '"1"'],
  [3n, "3"],
  [[1n, 2], "[1,2]"],
])("A given %o is shown as %s", (given, shown) => {
  const { message } = new InvalidAttributeError({ attribute: "stride", given, expected: "a number" });
  expect(message).toBe(`attribute "stride" is ${shown}, expected a number`);
});
