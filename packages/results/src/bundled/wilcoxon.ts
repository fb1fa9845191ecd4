/** The exact signed-rank test, of whose package a user would install three hundred others. */
import wilcoxon from "@stdlib/stats-wilcoxon";

type Alternative = "two-sided" | "less" | "greater";

/** The probability of such differences, or of ones that speak more for the alternative, where their median is 0. */
export function wilcoxonPValue(differences: readonly number[], alternative: Alternative): number {
  return wilcoxon([...differences], { alternative }).pValue;
}
