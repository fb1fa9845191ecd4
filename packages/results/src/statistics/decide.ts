/**
 * Whether one of two interleaved programs is slower. What is tested are the ratios within pairs: neighbours in time share most of what
 * the rest of the machine does to them, so that far fewer samples are needed than for two medians (decision 18).
 */
import { LinknetError } from "@linknet-kit/base";
import { seededUniform } from "@linknet-kit/core/tensors";
import { max, median, quantileSorted } from "d3-array";
import { signedRankPValue } from "./signedRank.js";

/** Both programs ran once, one right after the other, in milliseconds; `isBaseFirst` says in which order. */
export interface TimedPair {
  readonly baseMs: number;
  readonly candidateMs: number;
}

/**
 * Which program of a pair runs first: drawn, but always the same. Any regular order meets a machine's own rhythms, such as a garbage
 * collection every fourth run, which would fall on the same program every time.
 */
export function isBaseFirst(pair: number): boolean {
  return (seededUniform(pair, "order")() & 1) === 0;
}

/** A run that took no time, or less. */
export class UntimedPairError extends LinknetError {
  readonly code = "UNTIMED_PAIR";

  constructor({ baseMs, candidateMs }: TimedPair) {
    super(`a pair took ${baseMs} and ${candidateMs} ms`, {
      hint: "the machine's clock cannot time this; compare larger inputs",
    });
  }
}

type Verdict = "pass" | "fail" | "inconclusive";

export interface Decision {
  readonly verdict: Verdict;
  /** The candidate's time over the base's: the pseudo-median of the pairs, 1 where they are as fast. */
  readonly ratio: number;
  /** The smallest `ratio` above 1 that the noise of this very run does not explain; infinite where one pair shows no noise. */
  readonly floor: number;
  /** One-sided, of the hypotheses that the candidate is at most `allowance` slower, and at least twice as much. */
  readonly pValues: { readonly slower: number; readonly fastEnough: number };
  /** The smallest true ratio that as many pairs with as much noise `fail` 19 times in 20; infinite where they are too few to fail any. */
  readonly detectable: number;
  readonly pairs: number;
}

/** The outcome of running two programs in turn. */
export interface Interleaved {
  readonly decision: Decision;
  /** In the order they were taken. */
  readonly pairs: readonly TimedPair[];
}

export interface Rule {
  /** Slow-down that is let pass, as a share: 0.02 is 2 %. Twice as much must not slip through. */
  readonly allowance: number;
  /** After how many pairs the answer is `inconclusive` at last. */
  readonly mostPairs: number;
  /** Whether a run before this one failed. */
  readonly isConfirming?: boolean;
}

export const DEFAULT_RULE: Rule = { allowance: 0.02, mostPairs: 80 };

/** Two rounds, so that either program was loaded first in one of them. */
const FEWEST_PAIRS = 8;

/**
 * Of each look at the pairs. There are many looks and their errors add up, but a program beside itself is the whole allowance away from
 * `fail`, and a failure takes two runs; it is twice the allowance away from nothing, so `pass` has to be surer (`benchmarks/gate.mjs`).
 */
const LEVELS = { fail: 0.07, confirm: 0.15, pass: 0.003 } as const;

/** Share of slow-downs of just `detectable` that are missed. */
const MISSED = 0.05;

/** Share of draws from the run's own noise that stay below the floor. */
const FLOOR_QUANTILE = 0.99;
const FLOOR_DRAWS = 400;

/**
 * What the pairs so far say, `undefined` while more of them are needed. Wilcoxon's signed-rank test of the logarithms of the ratios,
 * against the allowance for `fail` and against twice the allowance for `pass`.
 */
export function decide(pairs: readonly TimedPair[], rule: Rule = DEFAULT_RULE): Decision | undefined {
  const { allowance, mostPairs, isConfirming = false } = rule;
  const failLevel = isConfirming ? LEVELS.confirm : LEVELS.fail;
  const isLast = pairs.length >= mostPairs;
  if (pairs.length < FEWEST_PAIRS && !isLast) return undefined;
  const logs = pairs.map(logRatio);
  const slower = signedRank(logs, Math.log1p(allowance), "greater");
  const fastEnough = signedRank(logs, Math.log1p(2 * allowance), "less");
  // The rest takes longer to compute than the tests do, and is needed only at the end.
  if (!isLast && slower >= failLevel && fastEnough >= LEVELS.pass) return undefined;
  const [ratio, floor] = [Math.exp(pseudoMedian(logs)), noiseFloor(pairs)];
  const detectable = detectableRatio(logs, { allowance, floor, failLevel });
  const found = { ratio, floor, detectable, pValues: { slower, fastEnough }, pairs: pairs.length };
  if (slower < failLevel && ratio > floor) return { verdict: "fail", ...found };
  if (fastEnough < LEVELS.pass) return { verdict: "pass", ...found };
  return isLast ? { verdict: "inconclusive", ...found } : undefined;
}

/** A clock that stood still or went backwards makes nonsense of a comparison. */
function logRatio({ baseMs, candidateMs }: TimedPair): number {
  const ratio = candidateMs / baseMs;
  if (!(baseMs > 0 && ratio > 0 && ratio < Number.POSITIVE_INFINITY)) {
    throw new UntimedPairError({ baseMs, candidateMs });
  }
  return Math.log(ratio);
}

/** The p-value of values that are symmetric around `mu`; 1, no evidence, where there is nothing to rank. */
function signedRank(values: readonly number[], mu: number, alternative: "greater" | "less"): number {
  const differences = values.map((value) => value - mu);
  if (values.length < FEWEST_PAIRS || differences.every((difference) => Math.abs(difference) < 1e-12)) return 1;
  return signedRankPValue(alternative === "greater" ? differences : differences.map((difference) => -difference));
}

/** Median of the means of every two values, the estimate that belongs to the signed-rank test (Hodges and Lehmann). */
function pseudoMedian(values: readonly number[]): number {
  return median(values.flatMap((value, index) => values.slice(index).map((other) => (value + other) / 2)))!;
}

/** What the estimate has to reach to `fail`, and as much above it as it may fall short by chance. */
function detectableRatio(
  logs: readonly number[],
  { allowance, floor, failLevel }: Record<"allowance" | "floor" | "failLevel", number>,
): number {
  const middle = pseudoMedian(logs);
  const noise = logs.map((log) => log - middle);
  const failing = Math.max(Math.log1p(allowance) + leastShift(noise, failLevel), Math.log(floor));
  return Math.exp(failing + leastShift(noise, MISSED));
}

/** How far values have to be shifted for the test to tell them from no shift at a level. */
function leastShift(values: readonly number[], level: number): number {
  const isTold = (shift: number): boolean => signedRank(values, -shift, "greater") < level;
  let [low, high] = [0, 2 * max(values, Math.abs)! + 1e-9];
  if (!isTold(high)) return Number.POSITIVE_INFINITY;
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    [low, high] = isTold(middle) ? [low, middle] : [middle, high];
  }
  return high;
}

/**
 * How far from 1 chance takes the ratio of a program to itself. Where the order changes from one pair to the next, the same program runs
 * twice in a row: medians of those ratios, drawn as many as there are pairs and each turned either way, hold nothing but noise.
 */
function noiseFloor(pairs: readonly TimedPair[]): number {
  const noise = pairs.slice(1).flatMap((pair, index) => {
    const before = pairs[index]!;
    if (isBaseFirst(index) === isBaseFirst(index + 1)) return [];
    return isBaseFirst(index) ? Math.log(pair.candidateMs / before.candidateMs) : Math.log(pair.baseMs / before.baseMs);
  });
  if (noise.length === 0) return Number.POSITIVE_INFINITY;
  const uniform = seededUniform(pairs.length, "noise floor");
  const draw = (): number => noise[(uniform() >>> 1) % noise.length]! * (uniform() & 1 ? 1 : -1);
  const medians = Array.from({ length: FLOOR_DRAWS }, () => median(pairs, draw)!).toSorted((a, b) => a - b);
  return Math.exp(quantileSorted(medians, FLOOR_QUANTILE)!);
}
