import { readFileSync } from "node:fs";
import { array, assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { findStep, isClear, isSlowedDown, isThrottled } from "./step.js";

/** The definition: sums of signs over every pair of a sample before and one after. */
function byPairs(samples: readonly number[]): readonly number[] {
  return samples.slice(1).map((_, last) => {
    const [before, after] = [samples.slice(0, last + 1), samples.slice(last + 1)];
    return Math.abs(before.flatMap((a) => after.map((b) => Math.sign(a - b))).reduce((sum, sign) => sum + sign, 0));
  });
}

const alternating = (count: number, milliseconds: number): number[] =>
  Array.from({ length: count }, (_, index) => milliseconds + (index % 2));

describe("a step", () => {
  test("stands where samples before and after differ most in their ranks", () => {
    assert(
      property(array(integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 30 }), (samples) => {
        const statistics = byPairs(samples);
        const most = Math.max(...statistics);
        const { index, p } = findStep(samples)!;
        const count = samples.length;
        expect(statistics[index - 1]).toBe(most);
        expect(p).toBeCloseTo(Math.min(1, 2 * Math.exp((-6 * most ** 2) / (count ** 3 + count ** 2))), 12);
      }),
    );
  });

  test("is found where the clock falls to half", () => {
    const step = findStep([...alternating(12, 100), ...alternating(12, 200)])!;
    expect(step).toMatchObject({ index: 12, ratio: 200.5 / 100.5 });
    expect(isSlowedDown(step)).toBe(true);
  });

  test("is throttling where it lasts for three seconds, and may be a neighbour's before", () => {
    const throttledAfter = (count: number): boolean => {
      const samplesMs = [...alternating(12, 100), ...alternating(count, 200)];
      return isThrottled(findStep(samplesMs)!, samplesMs);
    };
    expect(throttledAfter(14)).toBe(false);
    expect(throttledAfter(15)).toBe(true);
  });

  test("slows nothing down where it gets faster, or slower by less than a third", () => {
    for (const after of [50, 120]) {
      const step = findStep([...alternating(12, 100), ...alternating(12, after)])!;
      expect(isClear(step)).toBe(true);
      expect(isSlowedDown(step)).toBe(false);
    }
  });

  test("is not clear where a few outliers are all there is, nor in ten samples", () => {
    expect(isClear(findStep([...alternating(20, 100), 900, 900])!)).toBe(false);
    expect(isClear(findStep([...alternating(5, 100), ...alternating(5, 200)])!)).toBe(false);
  });

  test("needs four samples", () => {
    expect(findStep([1, 2, 3])).toBeUndefined();
  });

  test("of a third is no more than once in a hundred windows of a busy machine", () => {
    const file = new URL("../../benchmarks/noise-shared-machine.json", import.meta.url);
    const { samplesMs } = JSON.parse(readFileSync(file, "utf8")) as { samplesMs: number[] };
    const windows = Array.from({ length: Math.floor(samplesMs.length / 32) - 1 }, (_, index) =>
      samplesMs.slice(32 * index, 32 * index + 64),
    );
    const slowed = windows.filter((window) => isSlowedDown(findStep(window)!));
    expect(windows.length).toBeGreaterThan(50);
    expect(slowed.length).toBeLessThanOrEqual(windows.length / 100);
  });
});
