import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { signedRankPValue } from "./signedRank.js";

/** Signs for the ranks 1 to n, of which the negative ones add up to a sum: the largest ranks that fit into it. */
function differencesWithNegativeSum(count: number, negativeSum: number): readonly number[] {
  let left = negativeSum;
  const differences: number[] = [];
  for (let rank = count; rank >= 1; rank -= 1) {
    const isNegative = rank <= left;
    if (isNegative) left -= rank;
    differences.push(isNegative ? -rank : rank);
  }
  return differences;
}

// The one-sided critical values of the tables in textbooks: the largest sum of negative ranks at each level.
test.each([
  {
    level: 0.05,
    critical: { 5: 0, 6: 2, 7: 3, 8: 5, 9: 8, 10: 10, 12: 17, 15: 30, 20: 60, 25: 100, 30: 151, 50: 466 },
  },
  { level: 0.025, critical: { 6: 0, 7: 2, 8: 3, 9: 5, 10: 8, 12: 13, 15: 25, 20: 52, 25: 89, 30: 137, 50: 434 } },
  { level: 0.01, critical: { 7: 0, 8: 1, 9: 3, 10: 5, 12: 9, 15: 19, 20: 43, 25: 76, 30: 120, 50: 397 } },
  { level: 0.005, critical: { 8: 0, 9: 1, 10: 3, 12: 7, 15: 15, 20: 37, 25: 68, 30: 109, 50: 373 } },
])("The published critical values at $level are just below it, and one more is above it", ({ level, critical }) => {
  for (const [count, negativeSum] of Object.entries(critical)) {
    const pValueAt = (total: number): number => signedRankPValue(differencesWithNegativeSum(Number(count), total));
    expect(pValueAt(negativeSum)).toBeLessThanOrEqual(level);
    expect(pValueAt(negativeSum + 1)).toBeGreaterThan(level);
  }
});

// stdlib's @stdlib/stats-wilcoxon 0.2.3, `exact`, of 1, 2, 3, ... with every nth from the first on negative.
test.each([
  { count: 20, every: 3, greater: 0.10122489929199219, less: 0.9053258895874023 },
  { count: 50, every: 5, greater: 0.000025605460131861157, less: 0.9999756064661715 },
  { count: 80, every: 2, greater: 0.4629498480675417, less: 0.538944326134509 },
  { count: 80, every: 3, greater: 0.00457606354944784, less: 0.9954897906500952 },
  { count: 80, every: 5, greater: 2.4317168068055395e-7, less: 0.9999997638502458 },
])(
  "$count differences with every $every. negative are as another library has them",
  ({ count, every, greater, less }) => {
    const differences = Array.from({ length: count }, (_, index) => (index + 1) * (index % every === 0 ? -1 : 1));
    expect(signedRankPValue(differences)).toBeCloseTo(greater, 12);
    expect(signedRankPValue(differences.map((each) => -each))).toBeCloseTo(less, 12);
  },
);

/** The definition: all the ways to deal the signs, one by one, ranks by comparing with every other. */
function byEnumeration(differences: readonly number[]): number {
  const sizes = differences.filter((each) => each !== 0).map(Math.abs);
  const ranks = sizes.map((size) =>
    sizes.reduce((sum, other) => sum + (other < size ? 1 : other === size ? 0.5 : 0), 0.5),
  );
  const signed = differences.filter((each) => each !== 0);
  const positive = (isPositive: (index: number) => boolean): number =>
    ranks.reduce((sum, rank, index) => sum + (isPositive(index) ? rank : 0), 0);
  const observed = positive((index) => signed[index]! > 0);
  const ways = Array.from({ length: 2 ** sizes.length }, (_, signs) =>
    positive((index) => ((signs >> index) & 1) === 1),
  );
  return ways.filter((each) => each >= observed).length / ways.length;
}

test("Differences of equal size and of none are dealt with exactly", () => {
  assert(
    property(array(integer({ min: -4, max: 4 }), { maxLength: 10 }), (differences) => {
      expect(signedRankPValue(differences)).toBeCloseTo(byEnumeration(differences), 12);
    }),
  );
});

test("All differences on one side have one of 2^n ways to deal the signs", () => {
  expect(signedRankPValue([1, 2, 3, 4, 5])).toBe(1 / 32);
  expect(signedRankPValue([-1, -2, -3, -4, -5])).toBe(1);
  expect(signedRankPValue([])).toBe(1);
});
