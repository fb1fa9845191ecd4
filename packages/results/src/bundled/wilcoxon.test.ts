import { expect, test } from "vitest";
import { wilcoxonPValue } from "./wilcoxon.js";

const built = new URL("../../dist/bundled/wilcoxon.js", import.meta.url).href;
const published = (await import(built)) as { readonly wilcoxonPValue: typeof wilcoxonPValue };

test.each([
  ["from its package", wilcoxonPValue],
  ["as it is published", published.wilcoxonPValue],
])("All differences on one side have one of 2^n choices of signs, %s", (_, pValue) => {
  expect(pValue([1, 2, 3, 4, 5], "greater")).toBeCloseTo(1 / 32, 14);
  expect(pValue([1, 2, 3, 4, 5], "two-sided")).toBeCloseTo(2 / 32, 14);
  expect(pValue([1, 2, 3, 4, 5], "less")).toBe(1);
  // The rank sum is at most 1 for two of the 16 choices of signs.
  expect(pValue([-1, 2, 3, 4], "greater")).toBeCloseTo(2 / 16, 14);
});
