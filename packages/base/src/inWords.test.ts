import { expect, test } from "vitest";
import { counted, roughly } from "./inWords.js";

test.each([
  [1, "5 s"],
  [22, "20 s"],
  [89, "1 min"],
  [275, "5 min"],
  [9000, "2.5 h"],
])("%d seconds are about %s", (seconds, text) => expect(roughly(seconds)).toBe(text));

test("One is one of a kind, and none or several are more", () => {
  expect([0, 1, 2].map((count) => counted(count, "pair"))).toEqual(["0 pairs", "1 pair", "2 pairs"]);
});
