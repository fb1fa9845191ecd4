import { expect, it } from "vitest";
import { describeStability, geometricMean } from "./statistics.js";

it("sees no drift, variation or outlier in equal samples", () => {
  expect(describeStability([5, 5, 5, 5])).toEqual({
    samples: 4,
    variation: 0,
    drift: 0,
    mildOutliers: 0,
    severeOutliers: 0,
  });
});

it("measures drift from the median of the first quarter to that of the last", () => {
  expect(describeStability([10, 10, 99, 99, 99, 99, 12, 12]).drift).toBeCloseTo(0.2);
  expect(describeStability([10, 99, 8]).drift).toBe(0);
});

it("measures variation as standard deviation over mean", () => {
  // Mean 4, squared deviations 4 + 0 + 4 over two degrees of freedom: standard deviation 2.
  expect(describeStability([2, 4, 6]).variation).toBeCloseTo(0.5);
});

it("tells mild from severe outliers on both sides", () => {
  // Quartiles 4 and 8: mild below -2 or above 14, severe below -8 or above 20.
  const samples = [4, 4, 4, 6, 6, 6, 8, 8, 8];
  const { mildOutliers, severeOutliers } = describeStability([...samples, 15, 3, 21, 5]);
  expect({ mildOutliers, severeOutliers }).toEqual({ mildOutliers: 1, severeOutliers: 1 });
});

it("summarises ratios so that doubling and halving cancel out", () => {
  expect(geometricMean([2, 0.5])).toBeCloseTo(1);
  expect(geometricMean([1, 4, 16])).toBeCloseTo(4);
  expect(geometricMean([])).toBeUndefined();
});
