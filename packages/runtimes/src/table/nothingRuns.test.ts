import { expect, test } from "vitest";
import type { Availability } from "../runtime/runtime.js";
import { refuseNothing } from "./nothingRuns.js";

const missing: Availability = { available: false, reason: "it is not installed", remedy: "npm install it" };
const present: Availability = { available: true, version: "1.0.0", device: "fake", threads: 1 };

test("Where something runs, or nothing was asked for, nothing is refused", () => {
  const found = new Map<string, Availability>([
    ["a", missing],
    ["b", present],
  ]);
  expect(() => refuseNothing(found)).not.toThrow();
  expect(() => refuseNothing(new Map())).not.toThrow();
});

test("Where nothing runs, the error says why of the first and how to add it, and counts the others", () => {
  const refuse =
    (...names: string[]) =>
    () =>
      refuseNothing(new Map(names.map((name) => [name, missing])));
  expect(refuse("a")).toThrow("a is not here: it is not installed");
  expect(refuse("a")).toThrow(expect.objectContaining({ hint: "npm install it" }));
  expect(refuse("a", "b")).toThrow(/^a is not here: it is not installed, nor is the other$/);
  expect(refuse("a", "b", "c")).toThrow(/, nor are 2 others$/);
});
