import { seededUniform } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { DEFAULT_RULE, type TimedPair, UntimedPairError, decide } from "./decide.js";

/** Pairs whose candidate takes `ratio` times as long, in a machine whose speed and whose noise change all the time. */
function pairsOf(count: number, ratio: number, noise = 0.01): readonly TimedPair[] {
  return Array.from({ length: count }, (_, index) => {
    const machine = 100 + 30 * Math.sin(index / 20);
    const baseMs = machine * (1 + noise * Math.sin(7 * index));
    return { baseMs, candidateMs: ratio * machine * (1 + noise * Math.cos(11 * index)) };
  });
}

/** The first decision, and after how many pairs. */
function decideInTurn(pairs: readonly TimedPair[]) {
  for (let count = 1; count <= pairs.length; count += 1) {
    const decision = decide(pairs.slice(0, count));
    if (decision !== undefined) return decision;
  }
  return undefined;
}

describe("Two interleaved programs", () => {
  test("that are as fast pass as soon as there are enough pairs, whatever the machine does to both", () => {
    expect(decideInTurn(pairsOf(80, 1))).toMatchObject({ verdict: "pass", pairs: 9 });
  });

  test("fail where the candidate is 10 % slower, and the ratio says by how much", () => {
    const decision = decideInTurn(pairsOf(80, 1.1))!;
    expect(decision).toMatchObject({ verdict: "fail", pairs: 8 });
    expect(decision.ratio).toBeCloseTo(1.1, 2);
    expect(decision.floor).toBeLessThan(1.02);
  });

  test("pass where the candidate is faster", () => {
    expect(decideInTurn(pairsOf(80, 0.8))!.verdict).toBe("pass");
  });

  test("wait for more pairs where noise hides which is slower, and at last are inconclusive", () => {
    const pairs = pairsOf(80, 1.03, 0.3);
    expect(decide(pairs.slice(0, 79))).toBeUndefined();
    expect(decide(pairs)).toMatchObject({ verdict: "inconclusive", pairs: 80 });
  });

  test("say nothing after fewer pairs than two rounds, even where one is a hundred times as slow", () => {
    expect(decide(pairsOf(7, 100))).toBeUndefined();
  });

  test("are inconclusive, not failed, where there may be no more pairs than too few", () => {
    expect(decide(pairsOf(3, 100), { ...DEFAULT_RULE, mostPairs: 3 })).toMatchObject({ verdict: "inconclusive" });
  });
});

test("A run that confirms another's failure is sure enough with less", () => {
  // Below the allowance are the ranks 1, 2 and 5 of 8: as little or less have 25 of the 256 ways to deal the signs, 9.8 %.
  const shares = [-0.05, -0.02, -0.01, 0.03, 0.04, 0.06, 0.07, 0.08];
  const pairs = shares.map((share) => ({ baseMs: 100, candidateMs: 102 * Math.exp(share) }));
  expect(decide(pairs)).toBeUndefined();
  expect(decide(pairs, { ...DEFAULT_RULE, isConfirming: true })).toMatchObject({ verdict: "fail", pairs: 8 });
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("A pair with a run of %d ms is refused", (baseMs) => {
  expect(() => decide([...pairsOf(20, 1), { baseMs, candidateMs: 1 }])).toThrow(UntimedPairError);
});

test("Pairs that are all the same to the bit can be compared", () => {
  const same = (candidateMs: number): readonly TimedPair[] =>
    Array.from({ length: 12 }, () => ({ baseMs: 1, candidateMs }));
  expect(decide(same(1))!.verdict).toBe("pass");
  expect(decide(same(1.02), { allowance: 0.02, mostPairs: 12 })!.verdict).toBe("pass");
  expect(decide(same(1.1))!.verdict).toBe("fail");
});

test("A slow-down that is smaller than what separates neighbouring runs of one program is no failure", () => {
  const machine = [100, 190, 60, 140, 80, 170];
  const pairs = Array.from({ length: 80 }, (_, index): TimedPair => {
    const baseMs = machine[(index * index) % machine.length]!;
    return { baseMs, candidateMs: 1.05 * baseMs };
  });
  const { pValues, ratio, floor, verdict } = decide(pairs)!;
  expect(pValues.slower).toBeLessThan(1e-6);
  expect(floor).toBeGreaterThan(ratio);
  expect(verdict).toBe("inconclusive");
});

describe("What could have been seen", () => {
  const uniform = seededUniform(1, "noise");
  /** About normal: twelve uniform draws add up to a variance of 1. */
  const normal = (): number =>
    Array.from({ length: 12 }, () => (uniform() >>> 0) / 2 ** 32 - 0.5).reduce((a, b) => a + b);
  const noisy = (count: number, ratio: number): readonly TimedPair[] =>
    Array.from({ length: count }, () => {
      return { baseMs: 100 * Math.exp(0.05 * normal()), candidateMs: 100 * ratio * Math.exp(0.05 * normal()) };
    });
  const lastLook = (count: number, ratio: number) =>
    decide(noisy(count, ratio), { allowance: 0.02, mostPairs: count })!;

  test.each([20, 80])("of %d pairs fails about 19 times in 20, and what is smaller does not", (count) => {
    const { detectable } = lastLook(count, 1);
    const failing = (ratio: number): number =>
      Array.from({ length: 60 }, () => lastLook(count, ratio)).filter(({ verdict }) => verdict === "fail").length;
    expect(failing(detectable)).toBeGreaterThan(50);
    expect(failing(1.02 + (detectable - 1.02) / 3)).toBeLessThan(40);
  });

  test("is less with more pairs, and nothing with too few", () => {
    expect(lastLook(80, 1).detectable).toBeLessThan(lastLook(20, 1).detectable);
    expect(lastLook(7, 2).detectable).toBe(Number.POSITIVE_INFINITY);
  });
});
