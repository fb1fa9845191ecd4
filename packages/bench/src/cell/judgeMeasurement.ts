/** Turns what a child process measured into a result, with the status that it deserves. */
import type { Cell, Latency, OutputCheck, Result } from "@linknet-kit/results";
import {
  type StepChange,
  findStep,
  isNoisy,
  isSlowedDown,
  isThrottled,
  summariseLatency,
} from "@linknet-kit/results/statistics";
import type { Timing } from "@linknet-kit/runtimes";
import {
  MINIMUM_RUNS,
  type Measurement,
  TOLERANCE,
  allowedShare,
  areLabels,
  describeComparison,
  isRight,
} from "@linknet-kit/runtimes/measure";
import type { PreparedArtifact } from "./artifacts.js";

/** What a cell adds to its own fields to become a result. */
export type Judgement = Pick<Result, "status"> & Partial<Result>;

export interface MeasuredThing {
  readonly cell: Cell;
  readonly artifact: Pick<PreparedArtifact, "bytes" | "sha256" | "passesPositions"> &
    Partial<Pick<PreparedArtifact, "tolerance" | "outputs">>;
  /** Where the expected output came from. */
  readonly reference: string;
  readonly timing: Timing;
}

/** A latency is there only where the output was right, on the device that was asked for, and the samples are enough. */
export function judgeMeasurement(measurement: Measurement, thing: MeasuredThing): Judgement {
  const { comparison, placement, samplesMs } = measurement;
  const { cell, artifact, timing } = thing;
  const check = judgeOutput(measurement, thing);
  const found = { ...describeRun(measurement, thing), ...(check && { outputCheck: check }) };
  if (!isRight(comparison, allowedShareOf(artifact))) {
    return {
      ...found,
      status: "incorrect",
      reason: `the output is wrong: ${describeComparison(comparison, artifact.tolerance)}`,
    };
  }
  if (placement?.fallback !== undefined) return { ...found, status: "fallback", reason: placement.fallback };
  if (samplesMs.length < MINIMUM_RUNS) {
    return { ...found, status: "timeout", reason: describeSlowness(measurement, timing) };
  }
  const latency = summariseLatency(samplesMs.map(round));
  const timed = { ...found, latency, throughputFps: (1000 * cell.batch) / latency.medianMs };
  const step = findStep(latency.samplesMs);
  if (step !== undefined && isSlowedDown(step)) {
    const status = isThrottled(step, latency.samplesMs) ? "throttled" : "noisy";
    return { ...timed, status, reason: describeStep(step) };
  }
  return isNoisy(latency)
    ? { ...timed, status: "noisy", reason: describeNoise(latency, timing) }
    : { ...timed, status: "valid" };
}

function allowedShareOf({ passesPositions, outputs }: MeasuredThing["artifact"]): number {
  return allowedShare(passesPositions, outputs !== undefined && areLabels(outputs));
}

function describeRun(measurement: Measurement, { cell, artifact }: MeasuredThing) {
  const { device, threads, runtimeMs, sessionMs, firstRunMs, warmupRuns, peakRssMB, placement } = measurement;
  return {
    ...(device === undefined ? {} : { device }),
    threads,
    ...(threads === cell.threads ? {} : { requestedThreads: cell.threads }),
    load: {
      runtimeMs: round(runtimeMs),
      sessionMs: round(sessionMs),
      artifactBytes: artifact.bytes,
      artifactSha256: artifact.sha256,
    },
    warmupRuns,
    firstRunMs: round(firstRunMs),
    ...(peakRssMB === undefined ? {} : { peakRssMB: round(peakRssMB) }),
    ...(placement === undefined ? {} : { providers: placement.providers }),
  };
}

/** `undefined` where the output could not be compared at all. */
function judgeOutput({ comparison }: Measurement, { artifact, reference }: MeasuredThing): OutputCheck | undefined {
  if ("mismatch" in comparison) return undefined;
  const allowed = allowedShareOf(artifact);
  const { relativeError, shareAbove } = comparison;
  return {
    passed: isRight(comparison, allowed),
    reference,
    relativeError,
    tolerance: artifact.tolerance ?? TOLERANCE,
    ...(shareAbove === 0 ? {} : { shareAbove }),
    ...(allowed === 0 ? {} : { allowedShareAbove: allowed }),
  };
}

/** The first run compiles too, so it stands for the others only by name. */
function describeSlowness({ firstRunMs, samplesMs }: Measurement, { limitMs, runs }: Timing): string {
  const seconds = (ms: number): string => `${(ms / 1000).toPrecision(2)} s`;
  const pace =
    samplesMs.length === 0
      ? `the first run took ${seconds(firstRunMs)}`
      : `a run takes ${seconds(summariseLatency(samplesMs).medianMs)}`;
  const advice = `${runs === undefined ? "raise the budget, or " : ""}choose a smaller size`;
  return `${pace}, and ${samplesMs.length} of ${MINIMUM_RUNS} samples fit in ${limitMs / 1000} s: ${advice}`;
}

function describeStep({ index, ratio }: StepChange): string {
  return `from sample ${index + 1} on runs took ${ratio.toFixed(2)} times as long: the processor was throttled, or another process took it; cool or free the machine and measure again`;
}

function describeNoise({ ciLowMs, ciHighMs }: Latency, { runs }: Timing): string {
  const interval = `${ciLowMs.toFixed(1)} to ${ciHighMs.toFixed(1)} ms`;
  const more = runs === undefined ? "raise the budget" : "take more runs";
  return `the median's 95 % interval, ${interval}, is wider than ±5 %: leave the machine alone, or ${more}`;
}

/** To microseconds, or the thousandth of a MB: what lies below is noise. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
