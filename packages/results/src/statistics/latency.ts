/** What latency samples say: median with its uncertainty, mean, and percentiles where there are enough samples for them. */
import { seededUniform } from "@linknet-kit/core/tensors";
import { mean, median, quantileSorted } from "d3-array";
import type { Latency } from "../schema/schema.js";

/**
 * Samples that a percentile needs: the fewest of which two or more lie beyond the true percentile with 99 % confidence. For p90
 * that is the smallest n with 0.9^n + n 0.1 0.9^(n-1) <= 0.01. With fewer, the tail may hold no sample at all and the figure would
 * say nothing about it. The bound is that of MLPerf's early stopping:
 * https://github.com/mlcommons/inference_policies/blob/master/inference_rules.adoc
 */
export const MINIMUM_SAMPLES = { p90: 64, p99: 662 } as const;

/** Half an interval that is wider than this share of the median makes it `noisy`. */
const NOISY_SHARE = 0.05;

const RESAMPLES = 2000;

/** Summary of at least one sample, in milliseconds and in the order they were taken. */
export function summariseLatency(samplesMs: readonly number[]): Latency {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const [ciLowMs, ciHighMs] = medianInterval(sorted);
  const percentile = (share: number): number => quantileSorted(sorted, share)!;
  return {
    samplesMs: [...samplesMs],
    medianMs: percentile(0.5),
    ...(sorted.length >= MINIMUM_SAMPLES.p90 ? { p90Ms: percentile(0.9) } : {}),
    ...(sorted.length >= MINIMUM_SAMPLES.p99 ? { p99Ms: percentile(0.99) } : {}),
    meanMs: mean(sorted)!,
    ciLowMs,
    ciHighMs,
  };
}

/** Whether the interval of the median is wider than ±5 % of it. */
export function isNoisy({ medianMs, ciLowMs, ciHighMs }: Latency): boolean {
  return (ciHighMs - ciLowMs) / 2 > NOISY_SHARE * medianMs;
}

/** Bootstrap 95 % interval of the median of sorted samples; the same for the same samples. */
export function medianInterval(sorted: readonly number[]): readonly [number, number] {
  const uniform = seededUniform(sorted.length, "bootstrap");
  const medians = Array.from({ length: RESAMPLES }, () => resampledMedian(sorted, uniform)).toSorted((a, b) => a - b);
  return [quantileSorted(medians, 0.025)!, quantileSorted(medians, 0.975)!];
}

/** Median of as many draws with replacement. The samples being sorted, it is enough to count how often each was drawn. */
function resampledMedian(sorted: readonly number[], uniform: () => number): number {
  const length = sorted.length;
  const draws = new Uint32Array(length);
  for (let draw = 0; draw < length; draw += 1) draws[Math.floor(((uniform() >>> 0) / 2 ** 32) * length)]! += 1;
  const lower = Math.floor((length - 1) / 2);
  const upper = Math.floor(length / 2);
  let index = 0;
  let passed = draws[0]!;
  while (passed <= lower) passed += draws[(index += 1)]!;
  const low = sorted[index]!;
  while (passed <= upper) passed += draws[(index += 1)]!;
  return (low + sorted[index]!) / 2;
}

/** Whether the latest runs are as long as those before them: the medians of the last three and of the three before within 2 %. */
export function hasSettled(runsMs: readonly number[]): boolean {
  if (runsMs.length < 6) return false;
  const [before, latest] = [median(runsMs.slice(-6, -3))!, median(runsMs.slice(-3))!];
  return Math.abs(latest - before) <= 0.02 * before;
}
