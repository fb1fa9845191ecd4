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

test("Any other session gets what it was given", () => {
  const given = { image };
  expect(toLayout(given, {})).toBe(given);
  expect(fromLayout(given, {})).toBe(given);
});
