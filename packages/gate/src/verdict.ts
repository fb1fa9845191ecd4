/** What a gate says of one figure. */
import type { LinknetError } from "@linknet-kit/base";
import type { Decision } from "@linknet-kit/results/statistics";

/** `error` where nothing could be compared: a file that cannot be read, a base that cannot be set up. */
export type Verdict = "pass" | "fail" | "inconclusive" | "error";

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
  /** Which layers, nodes or tensors the difference comes from, the largest first; of an error what else there is to say. */
  readonly layers?: readonly string[];
}

export interface GateReport {
  /** `fail` where one finding failed or is an error, else `inconclusive` where one is, else `pass`. */
  readonly verdict: Exclude<Verdict, "error">;
  /** What the findings compare with, in words. */
  readonly base: string;
  readonly findings: readonly Finding[];
}

export function makeReport(base: string, findings: readonly Finding[]): GateReport {
  const isInconclusive = findings.some(({ verdict }) => verdict === "inconclusive");
  return { verdict: findings.some(isFailure) ? "fail" : isInconclusive ? "inconclusive" : "pass", base, findings };
}

/** Whether a check with this finding fails. */
export function isFailure({ verdict }: Finding): boolean {
  return verdict === "fail" || verdict === "error";
}

/** Of a subject of which nothing could be said. */
export function errorFinding(subject: string, metric: string, { summary, details, hint }: LinknetError): Finding {
  const notes = [...details.map((line) => line.trim()), ...(hint === undefined ? [] : [hint])];
  return { subject, metric, verdict: "error", unit: "", allowance: "", reason: summary, layers: notes };
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
