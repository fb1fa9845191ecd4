import { sum } from "d3-array";
import { midRanks } from "./ranks.js";

/** The 99.5 % quantile of the normal distribution: chance takes one comparison in a hundred farther than that, either way. */
const ONE_IN_A_HUNDRED = 2.575829;

/**
 * How far the ranks of the first samples lie above those of the second, in standard deviations of what chance does to samples of one
 * distribution: Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491. Its square is Kruskal and Wallis' H. 0 where all samples are equal.
 */
export function rankSumDeviations(one: readonly number[], other: readonly number[]): number {
  const ranks = midRanks([...one, ...other]);
  const mean = (ranks.length + 1) / 2;
  const aboveMean = sum(ranks.slice(0, one.length), (rank) => rank - mean);
  // Of as many draws without replacement from these very ranks, so that equal ones need no correction.
  const variance = sum(ranks, (rank) => (rank - mean) ** 2) / (ranks.length - 1);
  const deviation = Math.sqrt((variance * one.length * other.length) / ranks.length);
  return deviation === 0 ? 0 : aboveMean / deviation;
}

/** Whether samples of one distribution lie as far apart less than once in a hundred comparisons; right from some ten samples of each on. */
export function areRanksApart(one: readonly number[], other: readonly number[]): boolean {
  return Math.abs(rankSumDeviations(one, other)) > ONE_IN_A_HUNDRED;
}
