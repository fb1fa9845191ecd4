import type { Timing } from "@linknet-kit/runtimes";
import type { Measurement } from "@linknet-kit/runtimes/measure";
import { expect, test } from "vitest";
import { judgeMeasurement } from "./judgeMeasurement.js";

const cell = { network: "relu", size: { width: 4, height: 2 }, batch: 1, runtime: "fake/behaves", threads: 1 };
const artifact = { bytes: 1, sha256: "0", passesPositions: false };

function judge(samplesMs: readonly number[], timing: Timing) {
  const measurement: Measurement = {
    threads: 1,
    runtimeMs: 1,
    sessionMs: 1,
    firstRunMs: 2000,
    warmupRuns: 1,
    samplesMs,
    comparison: { relativeError: 0, shareAbove: 0 },
  };
  return judgeMeasurement(measurement, { cell, artifact, reference: "evaluator", timing });
}

const noisy = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : 2));
const byBudget = { budgetMs: 20, limitMs: 600 };
const byRuns = { ...byBudget, runs: 20 };

test("Who measures for a while is told to do so for longer where that is too noisy, who takes a number of runs to take more", () => {
  expect(judge(noisy, byBudget)).toMatchObject({
    status: "noisy",
    reason: expect.stringMatching(/or raise the budget$/),
  });
  expect(judge(noisy, byRuns)).toMatchObject({ status: "noisy", reason: expect.stringMatching(/or take more runs$/) });
});

test("What is too slow is for a smaller size, or for a larger budget where there is one", () => {
  const reasonOf = (timing: Timing) => judge([500, 300, 400], timing).reason;
  expect(reasonOf(byBudget)).toBe(
    "a run takes 0.40 s, and 3 of 10 samples fit in 0.6 s: raise the budget, or choose a smaller size",
  );
  expect(reasonOf(byRuns)).toBe("a run takes 0.40 s, and 3 of 10 samples fit in 0.6 s: choose a smaller size");
});

test("A first run, which compiles too, is not said to be what a run takes", () => {
  expect(judge([], byBudget).reason).toMatch(/^the first run took 2\.0 s, and 0 of 10 samples fit in 0\.6 s/);
});
