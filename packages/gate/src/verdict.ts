/** What a gate says of one figure. */
import type { Decision } from "@linknet-kit/bench";

export type Verdict = "pass" | "fail" | "inconclusive";

export interface Finding {
  /** What was checked: a network at a size, or a file. */
  readonly subject: string;
  /** A figure that is counted, or `latency on <runtime>`. */
  readonly metric: string;
  readonly verdict: Verdict;
  /** Of the base and of what is checked, in `unit`; absent where there is none. */
  readonly base?: number;
  readonly candidate?: number;
  readonly unit: string;
  /** Candidate over base where that is estimated, from pairs say, and not the quotient of the two figures. */
  readonly ratio?: number;
  /** How much more is let pass, in words. */
  readonly allowance: string;
  /** What else there is to say: why nothing could be said, or how sure it is. */
  readonly reason?: string;
  /** Of an interleaved comparison, what its verdict rests on. */
  readonly decision?: Decision;
  /** Which layers, nodes or tensors the difference comes from, the largest first. */
  readonly layers?: readonly string[];
}

export interface GateReport {
  /** `fail` where one finding failed, else `inconclusive` where one is, else `pass`. */
  readonly verdict: Verdict;
  /** What the findings compare with, in words. */
  readonly base: string;
  readonly findings: readonly Finding[];
}

export function makeReport(base: string, findings: readonly Finding[]): GateReport {
  const has = (verdict: Verdict): boolean => findings.some((finding) => finding.verdict === verdict);
  return { verdict: has("fail") ? "fail" : has("inconclusive") ? "inconclusive" : "pass", base, findings };
}

/** How many times as much the candidate has, less one; 0 where both have nothing, infinite where only the base has. */
export function relativeChange({
  base = 0,
  candidate = 0,
  ratio,
}: Pick<Finding, "base" | "candidate" | "ratio">): number {
  if (ratio !== undefined) return ratio - 1;
  return base === candidate ? 0 : candidate / base - 1;
}
