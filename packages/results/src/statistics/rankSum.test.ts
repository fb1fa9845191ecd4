import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { areRanksApart, rankSumDeviations } from "./rankSum.js";

// Kruskal and Wallis' H of both samples, which is the square: the first by hand, all by @stdlib/stats-kruskal-test 0.2.3.
test.each([
  { one: [1, 2, 3], other: [4, 5, 6], h: 27 / 7 },
  { one: [1, 2, 2, 3, 9], other: [2, 3, 3, 4, 7, 8], h: 1.2452830188679276 },
  { one: [1.1, 2.7, 3.4, 5.9, 8.2, 4.4], other: [3.3, 6.1, 7.7, 9.5, 2.2, 4.8, 5.5], h: 0.7346938775510168 },
  { one: [1, 1, 1, 2], other: [1, 2, 2, 2], h: 1.75 },
])("$one and $other are as far apart as another library has them", ({ one, other, h }) => {
  expect(rankSumDeviations(one, other)).toBeCloseTo(-Math.sqrt(h), 12);
  expect(rankSumDeviations(other, one)).toBeCloseTo(Math.sqrt(h), 12);
});

test("Samples that are all equal are not apart", () => {
  expect(rankSumDeviations([3, 3, 3], [3, 3])).toBe(0);
});

test("The deviation is the one of all the ways to deal the samples into two groups", () => {
  const sample = integer({ min: 1, max: 5 });
  assert(
    property(
      array(sample, { minLength: 2, maxLength: 4 }),
      array(sample, { minLength: 2, maxLength: 4 }),
      (one, other) => {
        const all = [...one, ...other];
        const rankOf = (value: number): number =>
          all.reduce((sum, each) => sum + (each < value ? 1 : each === value ? 0.5 : 0), 0.5);
        const bits = (chosen: number): readonly number[] => all.filter((_, index) => (chosen >> index) & 1);
        const rankSums = Array.from({ length: 2 ** all.length }, (_, chosen) => bits(chosen))
          .filter(({ length }) => length === one.length)
          .map((group) => group.reduce((sum, value) => sum + rankOf(value), 0));
        const mean = rankSums.reduce((sum, each) => sum + each, 0) / rankSums.length;
        const variance = rankSums.reduce((sum, each) => sum + (each - mean) ** 2, 0) / rankSums.length;
        const above = one.reduce((sum, value) => sum + rankOf(value), 0) - mean;
        expect(rankSumDeviations(one, other)).toBeCloseTo(variance === 0 ? 0 : above / Math.sqrt(variance), 9);
      },
    ),
  );
});

/** 1 to 20 dealt into two groups of ten, the first with a rank sum: the smallest, with its largest moved up until it is reached. */
function groupsWithRankSum(rankSum: number): readonly [readonly number[], readonly number[]] {
  const one = Array.from({ length: 10 }, (_, index) => index + 1);
  let left = rankSum - 55;
  for (let index = 9; index >= 0 && left > 0; index -= 1) {
    const step = Math.min(10, left);
    one[index]! += step;
    left -= step;
  }
  const chosen = new Set(one);
  return [one, Array.from({ length: 20 }, (_, index) => index + 1).filter((rank) => !chosen.has(rank))];
}

// Mann and Whitney's exact table for ten and ten at 1 %, two-sided: U of at most 16, a rank sum of 71.
test("Two groups of ten are told apart from one rank below the published critical value on, and not above it", () => {
  expect(areRanksApart(...groupsWithRankSum(70))).toBe(true);
  expect(areRanksApart(...groupsWithRankSum(72))).toBe(false);
});
