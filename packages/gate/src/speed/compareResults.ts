/**
 * Two result files of one machine, cell by cell. Their runs lie apart in time, so that whatever the machine did meanwhile is in the ratio
 * too: much less can be said than of an interleaved comparison.
 */
import { counted } from "@linknet-kit/base";
import { seededUniform } from "@linknet-kit/core";
import { USUAL_PRECISION, type Result, type ResultFile } from "@linknet-kit/results";
import { areRanksApart, isBusy } from "@linknet-kit/results/statistics";
import { median, quantileSorted } from "d3-array";
import { NotComparableError } from "../errors.js";
import type { Finding } from "../verdict.js";
import { medianResampler } from "./resampledMedian.js";

/**
 * How far apart the medians of two runs of one program may be on a shared machine: of windows of 40 samples of a recording (1,868
 * passes), one pair in a hundred is farther apart than 1.16.
 */
const APART = 0.15;
/** Samples of each, below which nothing is said. */
const FEWEST_SAMPLES = 10;
const RESAMPLES = 1000;

interface Compared extends Finding {
  /** 95 % interval of candidate over base, by bootstrap. */
  readonly interval?: readonly [low: number, high: number];
}

interface CompareOptions {
  /** Told before each cell that is in both, of how many. */
  readonly onCell?: (index: number, cells: number) => void;
}

/** One finding a cell of either; a `NotComparableError` where the machines differ, or no cell is in both. */
export function compareResults(
  base: ResultFile,
  candidate: ResultFile,
  { onCell }: CompareOptions = {},
): readonly Compared[] {
  const differences = machineDifferences(base, candidate);
  if (differences.length > 0) {
    throw new NotComparableError({ differences, hint: "a report shows machines side by side: linknet report A B" });
  }
  const before = new Map(base.results.map((result) => [resultKey(result), result]));
  const common = candidate.results.filter((result) => before.has(resultKey(result)));
  if (common.length === 0) {
    throw new NotComparableError({
      differences: ["no network at a size on a runtime is in both"],
      hint: "measure both with the same suite, networks, sizes, runtimes and threads",
    });
  }
  const both = new Set(common.map(resultKey));
  const onlyIn = ({ results }: ResultFile, which: string): readonly Compared[] =>
    results
      .filter((result) => !both.has(resultKey(result)))
      .map((result) => ({ ...describeCell(result), verdict: "inconclusive", reason: `only the ${which} has it` }));
  return [
    ...common.map((result, index) => {
      onCell?.(index, common.length);
      const own = before.get(resultKey(result))!;
      return doubt(compareCell(own, result), disturbance(base, own), disturbance(candidate, result));
    }),
    ...onlyIn(base, "base"),
    ...onlyIn(candidate, "candidate"),
  ];
}

function resultKey({ network, size, batch, dtype, runtime, device, threads, requestedThreads }: Result): string {
  return JSON.stringify([network, size, batch, dtype, runtime, device, requestedThreads ?? threads]);
}

/** What makes times of two files say nothing about each other. */
function machineDifferences({ environment: a }: ResultFile, { environment: b }: ResultFile): readonly string[] {
  const traits: readonly (readonly [string, string, string])[] = [
    ["processors", a.cpu.model, b.cpu.model],
    ["allowed cores", String(a.cpu.allowedCores), String(b.cpu.allowedCores)],
    ["architectures", a.architecture, b.architecture],
    ["GPUs", gpus(a), gpus(b)],
    ["browsers", a.browser?.name ?? "none", b.browser?.name ?? "none"],
  ];
  return traits.flatMap(([name, one, other]) => (one === other ? [] : [`their ${name} differ, ${one} and ${other}`]));
}

function gpus({ gpus: all }: ResultFile["environment"]): string {
  return all.map(({ model }) => model).join(" and ") || "none";
}

function describeCell({ network, size, batch, dtype, runtime, threads }: Result) {
  const images = batch === 1 ? "" : `, batch ${batch}`;
  const numbers = dtype === USUAL_PRECISION ? "" : `, ${dtype}`;
  return {
    subject: `${network} ${size.width}x${size.height}${images}${numbers}`,
    metric: `latency on ${runtime}, ${counted(threads, "thread")}`,
    unit: "ms",
    allowance: `+${100 * APART} % between runs`,
  };
}

function compareCell(base: Result, candidate: Result): Compared {
  const common = describeCell(candidate);
  const [before, after] = [samplesOf(base), samplesOf(candidate)];
  const reason = whyNothing(base, candidate);
  if (reason !== undefined) return { ...common, verdict: "inconclusive", reason };
  const [baseMs, candidateMs] = [median(before)!, median(after)!];
  const [low, high] = ratioInterval(before, after);
  const clear = areRanksApart(before, after);
  const verdict = clear && low > 1 + APART ? "fail" : high < 1 + APART ? "pass" : "inconclusive";
  const ratio = candidateMs / baseMs;
  return {
    ...common,
    verdict,
    base: baseMs,
    candidate: candidateMs,
    interval: [low, high],
    reason:
      `x${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ` +
      (clear ? "a difference that chance alone hardly makes" : "no clear difference"),
  };
}

/** What made the latencies of a cell longer than they are, in words. */
function disturbance(file: ResultFile, { status }: Result): string | undefined {
  const reasons = [
    ...(isBusy(file) ? ["the machine was busy before it started"] : []),
    ...(status === "noisy" ? ["these latencies are noisy"] : []),
  ];
  return reasons.length === 0 ? undefined : reasons.join(" and ");
}

/**
 * Whatever else a machine does makes a run longer and never shorter: a candidate that was disturbed may be no slower than the base, and
 * one that is as fast as a base that was disturbed may be slower. The other two verdicts stand.
 */
function doubt(found: Compared, ofBase: string | undefined, ofCandidate: string | undefined): Compared {
  const [which, why] = found.verdict === "fail" ? ["candidate", ofCandidate] : ["base", ofBase];
  if (found.verdict === "inconclusive" || why === undefined) return found;
  const hint = "measure it again on a quiet machine, or both in turn with linknet bench --against";
  return { ...found, verdict: "inconclusive", reason: `${found.reason}; but in the ${which} ${why}: ${hint}` };
}

function samplesOf({ latency }: Result): readonly number[] {
  return latency?.samplesMs ?? [];
}

function whyNothing(base: Result, candidate: Result): string | undefined {
  const missing = [base, candidate].find(({ latency }) => latency === undefined);
  if (missing !== undefined)
    return `one of them has no latency: ${missing.status}, ${missing.reason ?? "no reason given"}`;
  const untrusted = [base, candidate].find(({ status }) => status !== "valid" && status !== "noisy");
  if (untrusted !== undefined) return `one of them is ${untrusted.status}: ${untrusted.reason ?? "no reason given"}`;
  const samples = [samplesOf(base), samplesOf(candidate)];
  const few = samples.find(({ length }) => length < FEWEST_SAMPLES);
  if (few !== undefined) return `${few.length} samples are too few, ${FEWEST_SAMPLES} are needed`;
  return samples.every((each) => each.every((sample) => sample > 0)) ? undefined : "a run that took no time";
}

/** 95 % bootstrap interval of the ratio of the medians. */
function ratioInterval(base: readonly number[], candidate: readonly number[]): readonly [number, number] {
  const bits = seededUniform(base.length, "ratio");
  const uniform = (): number => (bits() >>> 0) / 2 ** 32;
  const [drawBase, drawCandidate] = [base, candidate].map((samples) =>
    medianResampler(
      samples.toSorted((a, b) => a - b),
      uniform,
    ),
  ) as [() => number, () => number];
  const ratios = Array.from({ length: RESAMPLES }, () => drawCandidate() / drawBase()).toSorted((a, b) => a - b);
  return [quantileSorted(ratios, 0.025)!, quantileSorted(ratios, 0.975)!];
}
