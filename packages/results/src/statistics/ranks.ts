import { bisectLeft, bisectRight } from "d3-array";

/** Ranks from 1 on, in the order of the samples; equal samples share the mean of theirs. */
export function midRanks(samples: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(samples).toSorted();
  // As many are smaller as stand to the left, and from there to the right stand the equal ones.
  return samples.map((sample) => (bisectLeft(sorted, sample) + 1 + bisectRight(sorted, sample)) / 2);
}
