import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { beginningWithin, displayWidth, endWithin } from "./displayWidth.js";

test.each([
  ["", 0],
  ["encoder1/conv2d", 15],
  ["卷积", 4],
  ["ﾊﾝｶｸ", 4],
  ["ｗｉｄｅ", 8],
  ["é", 1],
  ["e\u0301", 1],
  ["…", 1],
  ["👩", 2],
  ["한", 2],
  ["\u1112\u1161\u11ab", 2],
])("%s takes as many columns as terminals give it", (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

describe("Of a text too wide", () => {
  test.each([
    ["卷积层", 5, "卷积", "积层"],
    ["卷积层", 6, "卷积层", "卷积层"],
    ["卷积层", 1, "", ""],
    ["ae\u0301b", 2, "ae\u0301", "e\u0301b"],
    ["ae\u0301b", 1, "a", "b"],
    ["👩a👩", 3, "👩a", "a👩"],
    ["abc", 0, "", ""],
  ])("%j in %i columns its beginning and its end are whole characters", (text, columns, beginning, end) => {
    expect(beginningWithin(text, columns)).toBe(beginning);
    expect(endWithin(text, columns)).toBe(end);
  });

  test("either is as long as may be", () => {
    const text = array(constantFrom("a", "卷", "👩", "\u0301", "/"), { maxLength: 20 }).map((all) => all.join(""));
    assert(
      property(text, integer({ min: 0, max: 30 }), (given, columns) => {
        for (const part of [beginningWithin(given, columns), endWithin(given, columns)]) {
          expect(displayWidth(part)).toBeLessThanOrEqual(columns);
          expect(displayWidth(part)).toBeGreaterThanOrEqual(Math.min(columns - 1, displayWidth(given)));
        }
      }),
    );
  });
});
