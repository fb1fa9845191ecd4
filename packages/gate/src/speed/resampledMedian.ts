/** Medians of samples drawn again from samples, without drawing them: the bootstrap of a median in a few steps, however many there are. */
import { randomBeta } from "d3-random";

/** Draws the median of as many samples drawn with replacement from `sorted`, which rises; `uniform` gives numbers in [0, 1). */
export function medianResampler(sorted: readonly number[], uniform: () => number): () => number {
  const { length } = sorted;
  const lower = Math.ceil(length / 2);
  // A draw is the sample at `length` times a uniform number, rounded down. The k-th smallest of `length` uniform numbers is beta-distributed.
  const smallest = randomBeta.source(uniform)(lower, length + 1 - lower);
  const at = (share: number): number => sorted[Math.min(length - 1, Math.floor(share * length))]!;
  if (length % 2 === 1) return () => at(smallest());
  return () => {
    const below = smallest();
    // The next one up is the smallest of the numbers that are left, which are uniform above it.
    const above = 1 - (1 - below) * (1 - uniform()) ** (1 / (length - lower));
    return (at(below) + at(above)) / 2;
  };
}
