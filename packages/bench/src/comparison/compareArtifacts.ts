/** Two artifacts on one runtime: interleaved in one process, and once more before a failure counts. */
import type { Artifact, InterleaveJob } from "../child/protocol.js";
import type { Step } from "../suite/events.js";
import { type Outcome, runJob } from "../process/runJob.js";
import type { Runtime } from "../runtimes/runtime.js";
import { DEFAULT_RULE, type Decision, type Pair, type Rule } from "./decide.js";

export interface ArtifactComparison {
  readonly decision: Decision;
  /** Of the run that decided, in the order they were taken. */
  readonly pairs: readonly Pair[];
  /** Of a first run that failed: `decision` is the second run's, and a failure only where both failed. */
  readonly unconfirmed?: Decision;
}

export interface CompareOptions {
  readonly runtime: Pick<Runtime, "driver">;
  readonly base: Artifact;
  readonly candidate: Artifact;
  readonly threads: number;
  readonly budgetSeconds: number;
  readonly rule?: Rule;
  readonly stallMs?: number;
  readonly onStep?: ((step: Step) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of the image that both are fed. */
const SEED = 1;

/** Anything but an answer is a reason why there is no comparison. */
export async function compareArtifacts(options: CompareOptions): Promise<Outcome<ArtifactComparison>> {
  const first = await interleaveOnce(options);
  if (first.kind !== "answer" || first.answer.decision.verdict !== "fail") return first;
  const second = await interleaveOnce(options);
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

async function interleaveOnce(options: CompareOptions): Promise<Outcome<ArtifactComparison>> {
  const { runtime, base, candidate, threads, budgetSeconds, rule = DEFAULT_RULE } = options;
  const job: InterleaveJob = {
    kind: "interleave",
    driver: runtime.driver,
    base,
    candidate,
    threads,
    seed: SEED,
    rule,
    budgetMs: 1000 * budgetSeconds,
  };
  return await runJob(job, {
    stallMs: options.stallMs ?? 120_000,
    onProgress: options.onStep,
    signal: options.signal,
  });
}
