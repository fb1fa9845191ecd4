import type { Result } from "@linknet-kit/results";
import { summariseLatency } from "@linknet-kit/results/statistics";
import { describe, expect, test } from "vitest";
import { roofKinds } from "./roofModels.js";
import { isShort, roofOf, trialOf } from "./trials.js";

const [product, copy] = roofKinds as [(typeof roofKinds)[0], (typeof roofKinds)[0]];
const [little, more] = [10, 1000].map((work) => ({ ...product.models[0]!, work })) as [
  (typeof product.models)[0],
  (typeof product.models)[0],
];
const asked = { runtime: "a/gpu", threads: 8 };

function result(samplesMs: readonly number[], changes: Partial<Result> = {}): Result {
  return {
    network: "matrix product",
    size: { width: 8, height: 8 },
    batch: 1,
    dtype: "fp32",
    runtime: "a/gpu",
    threads: 1,
    device: "a GPU",
    timedRegion: "host",
    status: samplesMs.length > 0 ? "valid" : "failed",
    ...(samplesMs.length > 0 ? { latency: summariseLatency(samplesMs) } : {}),
    ...changes,
  };
}

describe("More work follows", () => {
  test("where a run was over in less than 5 ms, which starting it is a part of", () => {
    expect(isShort(trialOf(product, little, result([6, 4.9])))).toBe(true);
    expect(isShort(trialOf(product, little, result([6, 5])))).toBe(false);
  });

  test("not where it failed", () => {
    expect(isShort(trialOf(product, little, result([])))).toBe(false);
  });
});

describe("A roof", () => {
  test("is the rate of the best run of the most work: 1,000 GFLOP in 50 ms are 20,000 GFLOP/s, whatever 10 took", () => {
    const trials = [trialOf(product, little, result([0.4, 3])), trialOf(product, more, result([60, 50]))];
    expect(roofOf(asked, trials)).toEqual({
      runtime: "a/gpu",
      device: "a GPU",
      threads: 1,
      requestedThreads: 8,
      gflops: 20_000,
      matrixProductMs: 50,
    });
  });

  test("stays that of the short run where more work fails, with the reason", () => {
    const failed = result([], { reason: "out of memory" });
    const trials = [trialOf(product, little, result([2])), trialOf(product, more, failed)];
    expect(roofOf({ ...asked, threads: 1 }, trials)).toEqual({
      runtime: "a/gpu",
      device: "a GPU",
      threads: 1,
      gflops: 5000,
      matrixProductMs: 2,
      reason: "matrix product: out of memory",
    });
  });

  test("of each kind is its own, and one that failed is missing", () => {
    const trials = [
      trialOf(product, little, result([], { reason: "no such kernel" })),
      trialOf(copy, little, result([10])),
    ];
    expect(roofOf(asked, trials)).toMatchObject({
      gigabytesPerSecond: 1000,
      copyMs: 10,
      reason: "matrix product: no such kernel",
    });
    expect(roofOf(asked, trials)).not.toHaveProperty("gflops");
  });
});
