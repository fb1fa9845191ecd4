/** What the samples of one cell say about its steadiness. Nothing is dropped: outliers are counted and stay in. */
import { deviation, mean, median, quantileSorted } from "d3-array";

/** Shares are of the median (`drift`) or of the mean (`variation`). */
export interface Stability {
  readonly samples: number;
  /** Standard deviation over mean. */
  readonly variation: number;
  /** Median of the last quarter of the samples over that of the first, less one. */
  readonly drift: number;
  /** Samples more than 1.5 and up to 3 interquartile ranges outside the quartiles (Tukey's fences). */
  readonly mildOutliers: number;
  /** Samples more than 3 interquartile ranges outside the quartiles. */
  readonly severeOutliers: number;
}

/** Describes samples in the order in which they were taken; fewer than four cannot show a drift, and count as none. */
export function describeStability(samplesMs: readonly number[]): Stability {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const lower = quantileSorted(sorted, 0.25) ?? 0;
  const upper = quantileSorted(sorted, 0.75) ?? 0;
  const beyond = (ranges: number) => {
    const reach = ranges * (upper - lower);
    return samplesMs.filter((sample) => sample < lower - reach || sample > upper + reach).length;
  };
  const severeOutliers = beyond(3);
  const quarter = Math.floor(samplesMs.length / 4);
  const start = median(samplesMs.slice(0, quarter)) ?? 0;
  const end = median(samplesMs.slice(samplesMs.length - quarter)) ?? 0;
  return {
    samples: samplesMs.length,
    variation: (deviation(samplesMs) ?? 0) / (mean(samplesMs) || 1),
    drift: quarter > 0 && start > 0 ? end / start - 1 : 0,
    mildOutliers: beyond(1.5) - severeOutliers,
    severeOutliers,
  };
}

/** The geometric mean, which summarises ratios; of none, `undefined`. */
export function geometricMean(ratios: readonly number[]): number | undefined {
  const logarithm = mean(ratios, Math.log);
  return logarithm === undefined ? undefined : Math.exp(logarithm);
}
