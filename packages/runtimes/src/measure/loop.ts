/** The measuring loop: warm-up, then samples, over one session. tinybench decides when to stop; every run is timed the same way. */
import { type Clock, systemClock, timed } from "@linknet-kit/base";
import { hasSettled } from "@linknet-kit/results/statistics";
import { median } from "d3-array";
import { Bench } from "tinybench";
import type { Looped, Session, Tensors, Timed } from "../runtime/runtime.js";
import type { TimingOptions } from "../runtime/timing.js";

/** The fewest samples of a cell, taken even where they exceed its budget. */
export const MINIMUM_RUNS = 10;

/** Share of the budget that the warm-up may take. */
const WARM_UP_SHARE = 0.25;

/** Progress costs a little of the machine that is measured, so there is little of it. */
const PROGRESS_INTERVAL_MS = 500;

/** The first run of a session, then its steady state. */
export async function measureSession(session: Session, inputs: Tensors, options: TimingOptions): Promise<Timed> {
  options.onProgress({ stage: "first run" });
  const [, firstRunMs] = await timed(() => session.run(inputs), options.clock);
  return { firstRunMs, ...(await measureLoop(session, inputs, { ...options, firstRunMs })) };
}

/**
 * Runs until the running median settles or a quarter of the budget is spent, or `timing.warmupRuns` times, then samples for the rest of it, at least
 * `MINIMUM_RUNS` times, or `timing.runs` times where that is given. Only `timing.limitMs` ends the samples sooner: then there are fewer, and none where ten runs like the
 * fastest so far (`firstRunMs` counts) would not fit.
 */
export async function measureLoop(
  session: Session,
  inputs: Tensors,
  { timing, firstRunMs, onProgress, clock = systemClock }: TimingOptions & { readonly firstRunMs: number },
): Promise<Looped> {
  const started = clock.nowMs();
  const warm = await warmUp(session, inputs, { timing, onProgress, clock });
  const fastest = Math.min(firstRunMs, ...warm.samplesMs);
  const left = (totalMs: number): number => Math.max(0, totalMs - (clock.nowMs() - started));
  if (MINIMUM_RUNS * fastest > left(timing.limitMs)) {
    return { warmupRuns: warm.samplesMs.length, samplesMs: [], outputs: warm.outputs };
  }
  const sampling = clock.nowMs();
  const end = sampling + left(timing.limitMs);
  const runs = Math.max(MINIMUM_RUNS, timing.runs ?? 0);
  let told = 0;
  const { samplesMs, outputs } = await repeat(session, inputs, {
    timeMs: timing.runs === undefined ? left(timing.budgetMs) : 0,
    runs,
    isEnough: (soFar) => soFar.length < runs && clock.nowMs() > end,
    clock,
    onProgress: (soFar) => {
      const elapsedMs = clock.nowMs() - sampling;
      const newSamplesMs = soFar.slice(told);
      told = soFar.length;
      onProgress({ stage: "samples", samples: told, newSamplesMs, medianMs: median(soFar)!, elapsedMs });
    },
  });
  return { warmupRuns: warm.samplesMs.length, samplesMs, outputs };
}

/** As many runs as were asked for, or else until they settle. */
async function warmUp(
  session: Session,
  inputs: Tensors,
  { timing, onProgress, clock }: TimingOptions & { readonly clock: Clock },
) {
  const { warmupRuns, budgetMs } = timing;
  if (warmupRuns === 0) return { samplesMs: [], outputs: {} };
  return await repeat(session, inputs, {
    timeMs: warmupRuns === undefined ? WARM_UP_SHARE * budgetMs : 0,
    runs: warmupRuns ?? 1,
    isEnough: warmupRuns === undefined ? hasSettled : () => false,
    clock,
    onProgress: ({ length }) => onProgress({ stage: "warm-up", runs: length }),
  });
}

interface Repetition {
  /** The repetition lasts at least this long. */
  readonly timeMs: number;
  /** The repetition has at least so many runs. */
  readonly runs: number;
  /** The repetition ends early once this holds of the runs so far. */
  readonly isEnough: (runsMs: readonly number[]) => boolean;
  readonly onProgress: (runsMs: readonly number[]) => void;
  readonly clock: Clock;
}

/** Times run after run. The samples are kept here, since tinybench sorts its own and their order tells drift from noise. */
async function repeat(session: Session, inputs: Tensors, { timeMs, runs, isEnough, onProgress, clock }: Repetition) {
  const samplesMs: number[] = [];
  let outputs: Tensors = {};
  let reported = clock.nowMs();
  const stop = new AbortController();

  const run = async (): Promise<{ overriddenDuration: number }> => {
    // Kept over the next run they would take memory beside its own.
    outputs = {};
    const start = clock.nowMs();
    outputs = await session.run(inputs);
    const overriddenDuration = clock.nowMs() - start;
    samplesMs.push(overriddenDuration);
    return { overriddenDuration };
  };
  const afterEach = (): void => {
    if (isEnough(samplesMs)) stop.abort();
    if (clock.nowMs() - reported < PROGRESS_INTERVAL_MS) return;
    onProgress(samplesMs);
    reported = clock.nowMs();
  };

  const { signal } = stop;
  const bench = new Bench({ time: timeMs, iterations: runs, warmup: false, throws: true, signal, now: clock.nowMs });
  await bench.add("run", run, { async: true, afterEach }).run();
  return { samplesMs, outputs };
}
