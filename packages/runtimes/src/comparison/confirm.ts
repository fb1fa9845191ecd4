/** A failure is one only where a second run fails too. */
import type { Decision, TimedPair, Rule } from "@linknet-kit/results/statistics";
import type { Outcome } from "../process/runJob.js";

export interface ArtifactComparison {
  readonly decision: Decision;
  /** Of the run that decided, in the order they were taken. */
  readonly pairs: readonly TimedPair[];
  /** Of a first run that failed where the second did not; `decision` is the second's, and `inconclusive`. */
  readonly unconfirmed?: Decision;
}

/** Runs once, and once more where that failed. Anything but an answer is a reason why there is no comparison. */
export async function confirmFailure(
  run: (rule: Rule) => Promise<Outcome<ArtifactComparison>>,
  rule: Rule,
): Promise<Outcome<ArtifactComparison>> {
  const first = await run(rule);
  if (first.kind !== "answer" || first.answer.decision.verdict !== "fail") return first;
  const second = await run({ ...rule, isConfirming: true });
  if (second.kind !== "answer" || second.answer.decision.verdict === "fail") return second;
  // One says slower and the other does not: more cannot be said.
  const { decision, pairs } = second.answer;
  const answer = {
    decision: { ...decision, verdict: "inconclusive" },
    pairs,
    unconfirmed: first.answer.decision,
  } as const;
  return { kind: "answer", answer };
}
