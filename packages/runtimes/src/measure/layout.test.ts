import { floatTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { fromLayout, toLayout } from "./layout.js";

const image = floatTensor([1, 2, 1, 3], [1, 2, 3, 10, 20, 30]);
const scale = floatTensor([2], [5, 6]);

test("A session that wants its channels last gets them so, and what is no image as it is", () => {
  const fed = toLayout({ image, scale }, { layout: "channels-last" });
  expect(fed).toEqual({ image: floatTensor([1, 1, 3, 2], [1, 10, 2, 20, 3, 30]), scale });
  expect(fromLayout(fed, { layout: "channels-last" })).toEqual({ image, scale });
});

test.each([
  { dtype: "float16", shape: [1, 2, 1, 3], data: Uint16Array.of(1, 2, 3, 10, 20, 30) },
  { dtype: "uint8", shape: [1, 2, 1, 3], data: Uint8Array.of(1, 2, 3, 10, 20, 30) },
  { dtype: "int64", shape: [1, 2, 1, 3], data: BigInt64Array.of(1n, 2n, 3n, 10n, 20n, 30n) },
] as const)("Images of $dtype move as others do, and stay what they are", (tensor) => {
  const fed = toLayout({ tensor }, { layout: "channels-last" });
  expect(fed).toMatchObject({ tensor: { dtype: tensor.dtype, shape: [1, 1, 3, 2] } });
  expect(Array.from(fed["tensor"]!.data, Number)).toEqual([1, 10, 2, 20, 3, 30]);
  expect(fromLayout(fed, { layout: "channels-last" })).toEqual({ tensor });
});

test("Any other session gets what it was given", () => {
  const given = { image };
  expect(toLayout(given, {})).toBe(given);
  expect(fromLayout(given, {})).toBe(given);
});
