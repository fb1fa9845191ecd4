import { seededUniform } from "@linknet-kit/core";
import { median, quantileSorted } from "d3-array";
import { expect, test } from "vitest";
import { medianResampler } from "./resampledMedian.js";

const DRAWS = 40_000;

function uniformOf(name: string): () => number {
  const bits = seededUniform(1, name);
  return () => (bits() >>> 0) / 2 ** 32;
}

/** The distribution of the drawn medians at a few places. */
function quantiles(draw: () => number): readonly number[] {
  const sorted = Array.from({ length: DRAWS }, draw).toSorted((a, b) => a - b);
  return [0.025, 0.25, 0.5, 0.75, 0.975].map((share) => quantileSorted(sorted, share)!);
}

test.each([1, 2, 3, 10, 11, 44])(
  "Medians are distributed as those of %d samples that are drawn again one by one",
  (count) => {
    // Each twice the one before, so that neighbours cannot be taken for each other.
    const sorted = Array.from({ length: count }, (_, index) => 2 ** index);
    const uniform = uniformOf("one by one");
    const drawn = () => median(sorted, () => sorted[Math.floor(uniform() * count)]!)!;
    const [expected, found] = [quantiles(drawn), quantiles(medianResampler(sorted, uniformOf("at once")))];
    // Quantiles may fall on either side of a step.
    found.forEach((value, index) => expect(Math.abs(Math.log2(value / expected[index]!))).toBeLessThan(1.01));
    const mean = (draw: () => number) =>
      Array.from({ length: DRAWS }, () => Math.log2(draw())).reduce((a, b) => a + b) / DRAWS;
    expect(mean(medianResampler(sorted, uniformOf("again")))).toBeCloseTo(mean(drawn), 1);
  },
);
