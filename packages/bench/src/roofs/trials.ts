/** What a runtime reached with the models of its roofs, and the roofs that follow. */
import type { Result, Roof } from "@linknet-kit/results";
import { isLongRun } from "@linknet-kit/results/statistics";
import { type RoofKind, type RoofModel, roofKinds } from "./roofModels.js";

/** One model of a roof on one runtime. */
export interface Trial {
  readonly kind: RoofKind;
  readonly result: Result;
  /** Its best run, as a roof is what can be reached; absent where it has none. */
  readonly best?: { readonly runMs: number; readonly rate: number };
}

/** A measured model as a trial. */
export function trialOf(kind: RoofKind, { work }: RoofModel, result: Result): Trial {
  if (result.latency === undefined) return { kind, result };
  const runMs = Math.min(...result.latency.samplesMs);
  return { kind, result, best: { runMs, rate: (1000 * work) / runMs } };
}

/** Whether it ran, but so shortly that more work may show a higher rate. */
export function isShort({ best }: Trial): boolean {
  return best !== undefined && !isLongRun(best.runMs);
}

/** Of all trials of a runtime that was asked for so many threads: of each kind the one of the most work, which caches help least, and what failed. */
export function roofOf(asked: Pick<Roof, "runtime" | "threads">, trials: readonly Trial[]): Roof {
  const { device, threads } = trials[0]!.result;
  const reached = roofKinds.map(({ name, rate, runMs }): Partial<Roof> => {
    const best = trials.findLast((trial) => trial.kind.name === name && trial.best !== undefined)?.best;
    return best === undefined ? {} : { [rate]: best.rate, [runMs]: best.runMs };
  });
  const reasons = trials.flatMap(({ kind, result, best }) => (best ? [] : [`${kind.name}: ${result.reason}`]));
  return {
    runtime: asked.runtime,
    device,
    threads,
    ...(threads === asked.threads ? {} : { requestedThreads: asked.threads }),
    ...Object.assign({}, ...reached),
    ...(reasons.length === 0 ? {} : { reason: reasons.join("; ") }),
  };
}
