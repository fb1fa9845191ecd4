/** Speed gates: two artifacts of one subject, interleaved on one runtime in one run. */
import { counted } from "@linknet-kit/base";
import type { Value } from "@linknet-kit/core";
import type { Decision } from "@linknet-kit/results/statistics";
import { type ArtifactComparison, type Outcome, type Runtime, compareArtifacts } from "@linknet-kit/runtimes";
import { median } from "d3-array";
import type { Finding } from "../verdict.js";

export interface SpeedOptions {
  readonly subject: string;
  readonly runtime: Pick<Runtime, "name" | "driver">;
  /** Files that the runtime loads. */
  readonly base: string;
  readonly candidate: string;
  /** Of both. */
  readonly ends: { readonly inputs: readonly Value[]; readonly outputs: readonly Value[] };
  readonly threads: number;
  /** As a share. */
  readonly allowance: number;
  readonly budgetSeconds: number;
  readonly onPairs?: (pairs: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** After how many pairs the answer is `inconclusive`. */
const MOST_PAIRS = 80;

export async function checkSpeed(options: SpeedOptions): Promise<Finding> {
  const { runtime, base, candidate, ends, threads, allowance, budgetSeconds, onPairs, signal } = options;
  const outcome = await compareArtifacts({
    runtime,
    base: { path: base, ...ends },
    candidate: { path: candidate, ...ends },
    threads,
    budgetSeconds,
    rule: { allowance, mostPairs: MOST_PAIRS },
    onStep: (step) => step.stage === "pairs" && onPairs?.(step.pairs),
    signal,
  });
  return describeOutcome(outcome, options);
}

function describeOutcome(outcome: Outcome<ArtifactComparison>, options: SpeedOptions): Finding {
  const { subject, runtime, allowance } = options;
  const common = {
    subject,
    metric: `latency on ${runtime.name}`,
    unit: "ms",
    allowance: `+${percent(allowance)}`,
  };
  if (outcome.kind !== "answer") return { ...common, verdict: "inconclusive", reason: outcome.reason };
  const { decision, pairs, unconfirmed } = outcome.answer;
  return {
    ...common,
    verdict: decision.verdict,
    base: median(pairs, ({ baseMs }) => baseMs)!,
    candidate: median(pairs, ({ candidateMs }) => candidateMs)!,
    ratio: decision.ratio,
    reason: describeDecision(decision, unconfirmed),
    decision,
  };
}

/** How sure it is, and where nothing is decided what would have been seen and what to do about it. */
export function describeDecision(
  { verdict, ratio, floor, detectable, pairs }: Decision,
  unconfirmed?: Decision,
): string {
  const measured = `x${ratio.toFixed(3)} over ${pairs} interleaved pairs, where noise alone gives up to x${floor.toFixed(3)}`;
  if (verdict === "pass") return measured;
  if (verdict === "fail") return `${measured}; a second run said the same`;
  if (!Number.isFinite(detectable)) {
    return `the time was up after ${counted(pairs, "interleaved pair")}, too few to say anything: give it more seconds`;
  }
  const seen = `${measured}; ${percent(detectable - 1)} slower would have been seen 19 times in 20`;
  if (unconfirmed !== undefined) return `${seen}; a first run failed with x${unconfirmed.ratio.toFixed(3)}`;
  return pairs < MOST_PAIRS ? `${seen}; the time was up, and more of it would show smaller ones` : seen;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
