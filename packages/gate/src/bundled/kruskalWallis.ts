/** The rank test of whether two samples are of one distribution, of whose package a user would install three hundred others. */
import kruskal from "@stdlib/stats-kruskal-test";

/** The probability that two samples of one distribution lie as far apart, by the chi-squared approximation. */
export function kruskalWallisPValue(one: readonly number[], other: readonly number[]): number {
  return kruskal([...one], [...other]).pValue;
}
