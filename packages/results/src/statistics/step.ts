/** A step in a row of samples: where a machine got slower or faster and stayed so. */
import { median, sum } from "d3-array";
import { midRanks } from "./ranks.js";

/** Shares of doubt and of slowing down from which a step counts: a clock at three quarters makes runs a third longer. */
const MOST_DOUBT = 0.01;
const SLOWED_RATIO = 4 / 3;

/** A neighbour's burst of work is over by then; a processor that is too hot has only begun. */
const THROTTLED_MS = 3000;

export interface StepChange {
  /** Samples before it. */
  readonly index: number;
  /** Median of the samples after it over that of the samples before. */
  readonly ratio: number;
  /** Chance of a step this clear in samples that are in random order; approximate, and never too small. */
  readonly p: number;
}

/**
 * The likeliest place of a step among samples in the order they were taken, and how sure it is; `undefined` below four samples.
 * Ranks alone decide, so outliers weigh no more than others: Pettitt 1979, https://doi.org/10.2307/2346729
 */
export function findStep(samplesMs: readonly number[]): StepChange | undefined {
  const count = samplesMs.length;
  if (count < 4) return undefined;
  const ranks = midRanks(samplesMs);
  let [ranked, most, index] = [0, 0, 1];
  for (let before = 1; before < count; before += 1) {
    ranked += ranks[before - 1]!;
    const statistic = Math.abs(2 * ranked - before * (count + 1));
    if (statistic > most) [most, index] = [statistic, before];
  }
  const ratio = median(samplesMs.slice(index))! / median(samplesMs.slice(0, index))!;
  return { index, ratio, p: Math.min(1, 2 * Math.exp((-6 * most ** 2) / (count ** 3 + count ** 2))) };
}

/** Whether chance alone hardly makes such a step. */
export function isClear({ p }: StepChange): boolean {
  return p < MOST_DOUBT;
}

/** Whether the machine slowed down by a third or more and stayed slow to the end, so that no median says how long a run takes. */
export function isSlowedDown(step: StepChange): boolean {
  return isClear(step) && step.ratio >= SLOWED_RATIO;
}

/** Whether it was slow, in milliseconds of samples, for as long as only throttling lasts, or a neighbour that came to stay. */
export function isThrottled(step: StepChange, samplesMs: readonly number[]): boolean {
  return isSlowedDown(step) && sum(samplesMs.slice(step.index)) >= THROTTLED_MS;
}
