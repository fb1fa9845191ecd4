import { expect, test } from "vitest";
import { kruskalWallisPValue } from "./kruskalWallis.js";

const built = new URL("../../dist/bundled/kruskalWallis.js", import.meta.url).href;
const published = (await import(built)) as { readonly kruskalWallisPValue: typeof kruskalWallisPValue };

// H of 1, 2, 3 beside 4, 5, 6 is 27/7; the tail of chi-squared with one degree of freedom there is erfc(sqrt(27/14)).
test.each([
  ["from its package", kruskalWallisPValue],
  ["as it is published", published.kruskalWallisPValue],
])("Ranks that do not overlap have the textbook's probability, %s", (_, pValue) => {
  expect(pValue([1, 2, 3], [4, 5, 6])).toBeCloseTo(0.049534613435626706, 12);
  expect(pValue([1, 2, 3], [1, 2, 3])).toBe(1);
});
