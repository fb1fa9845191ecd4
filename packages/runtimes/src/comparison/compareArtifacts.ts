/** Two artifacts on one runtime: interleaved in one process, and once more before a failure counts. */
import { DEFAULT_RULE, type Rule } from "@linknet-kit/results/statistics";
import type { Artifact, InterleaveJob } from "../child/protocol.js";
import { type Outcome, runJob } from "../process/runJob.js";
import type { Runtime } from "../runtime/runtime.js";
import type { Progress } from "../runtime/timing.js";
import { type ArtifactComparison, confirmFailure } from "./confirm.js";

export interface CompareOptions {
  readonly runtime: Pick<Runtime, "driver">;
  readonly base: Artifact;
  readonly candidate: Artifact;
  readonly threads: number;
  readonly budgetSeconds: number;
  readonly rule?: Rule;
  readonly stallMs?: number;
  readonly onStep?: ((step: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of the image that both are fed. */
const SEED = 1;

/** Anything but an answer is a reason why there is no comparison. */
export async function compareArtifacts(options: CompareOptions): Promise<Outcome<ArtifactComparison>> {
  return await confirmFailure((rule) => interleaveOnce(options, rule), options.rule ?? DEFAULT_RULE);
}

async function interleaveOnce(options: CompareOptions, rule: Rule): Promise<Outcome<ArtifactComparison>> {
  const { runtime, base, candidate, threads, budgetSeconds } = options;
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
