import { describe, expect, test } from "vitest";
import { MINIMUM_SAMPLES, hasSettled, isNoisy, medianInterval, summariseLatency } from "./latency.js";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** P(X <= most) of a binomial variable, term by term. */
function binomialAtMost(most: number, trials: number, chance: number): number {
  let term = (1 - chance) ** trials;
  let sum = term;
  for (let successes = 1; successes <= most; successes += 1) {
    term *= ((trials - successes + 1) / successes) * (chance / (1 - chance));
    sum += term;
  }
  return sum;
}

describe("the median", () => {
  test("of an even number of samples lies between the middle two, whatever their order", () => {
    expect(summariseLatency([40, 10, 30, 20]).medianMs).toBe(25);
  });

  test("keeps the samples in the order they were taken", () => {
    expect(summariseLatency([3, 1, 2]).samplesMs).toEqual([3, 1, 2]);
  });

  test("of one sample is that sample, with no interval around it", () => {
    expect(summariseLatency([7])).toEqual({ samplesMs: [7], medianMs: 7, meanMs: 7, ciLowMs: 7, ciHighMs: 7 });
  });
});

describe("the bootstrap interval of the median", () => {
  // The distribution of the median of resamples is known: it is at most the k-th of n samples (n odd) when more than half of the
  // n draws, each with chance k/n, fall on the first k. Efron 1979, https://doi.org/10.1214/aos/1176344552
  const exactRank = (count: number, share: number): number =>
    upTo(count).find((rank) => 1 - binomialAtMost((count - 1) / 2, count, rank / count) >= share)!;

  test.each([11, 15, 31, 101])("of %i samples is where the exact distribution has it", (count) => {
    const [low, high] = medianInterval(upTo(count));
    expect(Math.abs(low - exactRank(count, 0.025))).toBeLessThanOrEqual(1);
    expect(Math.abs(high - exactRank(count, 0.975))).toBeLessThanOrEqual(1);
  });

  test("is near the interval of order statistics that tables give: ranks 40 and 61 of 100 samples", () => {
    const [low, high] = medianInterval(upTo(100));
    expect(Math.abs(low - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs(high - 61)).toBeLessThanOrEqual(2);
  });

  test("is the same every time, and holds the median", () => {
    const samples = [9, 10, 10, 11, 14, 15, 17, 20, 30];
    expect(medianInterval(samples)).toEqual(medianInterval(samples));
    expect(medianInterval(samples)[0]).toBeLessThanOrEqual(14);
    expect(medianInterval(samples)[1]).toBeGreaterThanOrEqual(14);
  });

  test("has no width where all samples are equal", () => {
    expect(medianInterval([5, 5, 5, 5])).toEqual([5, 5]);
  });
});

describe("a percentile", () => {
  test.each([
    ["p90", MINIMUM_SAMPLES.p90, 0.1],
    ["p99", MINIMUM_SAMPLES.p99, 0.01],
  ] as const)(
    "%s needs %i samples: the fewest of which two lie beyond it with 99 %% confidence",
    (_, count, beyond) => {
      expect(binomialAtMost(1, count, beyond)).toBeLessThanOrEqual(0.01);
      expect(binomialAtMost(1, count - 1, beyond)).toBeGreaterThan(0.01);
    },
  );

  test("is refused below its minimum and interpolated from there on", () => {
    expect(summariseLatency(upTo(63))).not.toHaveProperty("p90Ms");
    expect(summariseLatency(upTo(64)).p90Ms).toBeCloseTo(57.7, 10);
    expect(summariseLatency(upTo(661))).not.toHaveProperty("p99Ms");
    expect(summariseLatency(upTo(662)).p99Ms).toBeCloseTo(655.39, 10);
  });
});

test("A latency is noisy when its interval reaches further than 5 % to both sides", () => {
  const latency = { samplesMs: [100], medianMs: 100, meanMs: 100 };
  expect(isNoisy({ ...latency, ciLowMs: 95, ciHighMs: 105 })).toBe(false);
  expect(isNoisy({ ...latency, ciLowMs: 94.9, ciHighMs: 105.1 })).toBe(true);
});

test("A warm-up has settled when its last three runs are as long as the three before", () => {
  expect(hasSettled([10, 10, 10, 10, 10])).toBe(false);
  expect(hasSettled([90, 50, 30, 20, 15, 12])).toBe(false);
  expect(hasSettled([90, 50, 10, 10.1, 30, 10, 10.1, 9.9])).toBe(true);
});
