import type { Result, ResultFile } from "@linknet-kit/results";
import { describe, expect, test } from "vitest";
import { NotComparableError } from "../errors.js";
import { compareResults } from "./compareResults.js";

const environment: ResultFile["environment"] = {
  cpu: { model: "a processor", logicalCores: 2, allowedCores: 2 },
  memoryMB: 1000,
  loadAverage: [0, 0, 0],
  os: "an OS",
  kernel: "1",
  architecture: "x64",
  gpus: [],
  node: "20.20.0",
  runtimes: {},
};

function fileOf(results: readonly Partial<Result>[], changes: Partial<ResultFile["environment"]> = {}): ResultFile {
  const common: Omit<Result, "latency"> = {
    network: "linknet",
    size: { width: 640, height: 360 },
    batch: 1,
    dtype: "fp32",
    runtime: "onnxruntime-node/cpu",
    device: "a processor",
    threads: 2,
    status: "valid",
    timedRegion: "host",
  };
  return {
    schemaVersion: 1,
    createdAt: "2026-01-01T00:00:00Z",
    gitRevision: "unknown",
    environment: { ...environment, ...changes },
    suite: { name: "default", cells: results.length },
    counts: [],
    results: results.map((result) => ({ ...common, ...result })),
  };
}

/** Samples around a median, five percent up and down in turn. */
function timed(medianMs: number, count = 44): Partial<Result> {
  const samplesMs = Array.from({ length: count }, (_, index) => medianMs * (0.95 + (index % 11) / 100));
  return { latency: { samplesMs, medianMs, meanMs: medianMs, ciLowMs: medianMs, ciHighMs: medianMs } };
}

const compare = (before: Partial<Result>, after: Partial<Result>) =>
  compareResults(fileOf([before]), fileOf([after]))[0]!;

describe("Two runs of a cell", () => {
  test.each([
    [100, "pass"],
    [90, "pass"],
    [110, "pass"],
    [115, "inconclusive"],
    [130, "fail"],
  ])("of 100 ms and %d ms: %s", (after, verdict) => {
    const found = compare(timed(100), timed(after));
    expect(found).toMatchObject({ verdict, base: 100, candidate: expect.closeTo(after) });
    const [low, high] = found.interval!;
    expect(low).toBeLessThanOrEqual(after / 100);
    expect(high).toBeGreaterThanOrEqual(after / 100);
  });

  test.each([
    ["no sample", { latency: { ...timed(100).latency!, samplesMs: [] } }, "0 samples"],
    ["one sample", timed(100, 1), "1 samples are too few"],
    ["a run that took no time", timed(0), "took no time"],
    ["a wrong output", { ...timed(100), status: "incorrect", reason: "the output is wrong" }, "the output is wrong"],
    ["a slowed machine", { ...timed(100), status: "throttled", reason: "too hot" }, "throttled: too hot"],
    ["nothing at all", { status: "failed", reason: "crashed" }, "failed, crashed"],
  ] satisfies [string, Partial<Result>, string][])(
    "of which one has %s is inconclusive, with the reason",
    (_, result, reason) => {
      for (const found of [compare(timed(100), result), compare(result, timed(100))]) {
        expect(found).toMatchObject({ verdict: "inconclusive", reason: expect.stringContaining(reason) });
      }
    },
  );

  test("that differ by less than the noise of their samples are no clear difference", () => {
    expect(compare(timed(100), timed(100.5)).reason).toContain("no clear difference");
  });
});

describe("What disturbs a machine makes it slower and never faster, so that", () => {
  const busy = { loadAverage: [2, 1, 1] as [number, number, number] };
  const quiet = {};
  const verdict = (before: object, after: object, [baseMs, candidateMs]: [number, number], noisy?: Partial<Result>) =>
    compareResults(fileOf([timed(baseMs)], before), fileOf([{ ...timed(candidateMs), ...noisy }], after))[0]!;

  test.each([
    ["a slower run on a busy machine is no failure", quiet, busy, [100, 200], "inconclusive"],
    ["a run on a busy machine that is as fast passes", quiet, busy, [100, 100], "pass"],
    ["a run as fast as one on a busy machine is no pass", busy, quiet, [100, 100], "inconclusive"],
    ["a run slower than one on a busy machine fails", busy, quiet, [100, 200], "fail"],
    ["two quiet runs are judged", quiet, quiet, [100, 200], "fail"],
  ] as const)("%s", (_, before, after, [baseMs, candidateMs], expected) => {
    expect(verdict(before, after, [baseMs, candidateMs]).verdict).toBe(expected);
  });

  test("a noisy latency is no failure either, and the verdict says why and what to do", () => {
    const { verdict: found, reason } = verdict(quiet, quiet, [100, 200], { status: "noisy", reason: "noise" });
    expect(found).toBe("inconclusive");
    expect(reason).toContain("but in the candidate these latencies are noisy: measure it again on a quiet machine");
  });
});

describe("Files are refused", () => {
  test.each([
    ["processors", { cpu: { ...environment.cpu, model: "another" } }, "a processor and another"],
    ["allowed cores", { cpu: { ...environment.cpu, allowedCores: 1 } }, "2 and 1"],
    ["GPUs", { gpus: [{ model: "a GPU" }] }, "none and a GPU"],
    ["browsers", { browser: { name: "Chromium 1", userAgent: "", crossOriginIsolated: true } }, "none and Chromium 1"],
  ])("where their %s differ", (trait, changes, values) => {
    const other = fileOf([timed(100)], changes);
    expect(() => compareResults(fileOf([timed(100)]), other)).toThrow(NotComparableError);
    expect(() => compareResults(fileOf([timed(100)]), other)).toThrow(`their ${trait} differ, ${values}`);
  });

  test.each([
    ["network", { network: "enet" }],
    ["size", { size: { width: 320, height: 240 } }],
    ["batch", { batch: 2 }],
    ["runtime", { runtime: "tfjs/wasm" }],
    ["number of threads", { threads: 1 }],
  ])("where every %s differs", (_, change) => {
    const [before, after] = [fileOf([timed(100)]), fileOf([{ ...timed(100), ...change }])];
    expect(() => compareResults(before, after)).toThrow("no network at a size on a runtime is in both");
  });
});

test("A cell that only one of the files has is said to be missing from the other", () => {
  const [both, before, after] = [timed(100), { ...timed(100), network: "segnet" }, { ...timed(100), network: "enet" }];
  expect(compareResults(fileOf([before, both]), fileOf([both, after]))).toMatchObject([
    { subject: "linknet 640x360", verdict: "pass" },
    { subject: "segnet 640x360", verdict: "inconclusive", reason: "only the base has it" },
    { subject: "enet 640x360", verdict: "inconclusive", reason: "only the candidate has it" },
  ]);
});

test("A runtime that used fewer threads than it was asked for is the same cell still", () => {
  const asked = { ...timed(100), threads: 1, requestedThreads: 2 };
  expect(compare(asked, asked).verdict).toBe("pass");
});

test("Cells of another data type are other cells, and say so", () => {
  const samplesMs = Array.from({ length: 20 }, (_, index) => 10 + (index % 3) / 100);
  const latency = { samplesMs, medianMs: 10, meanMs: 10, ciLowMs: 10, ciHighMs: 10 };
  const single = fileOf([{ latency }]);
  expect(() => compareResults(single, fileOf([{ latency, dtype: "fp16" }]))).toThrow(NotComparableError);
  const both = fileOf([{ latency }, { latency, dtype: "fp16" }]);
  expect(compareResults(both, both).map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ["linknet 640x360", "pass"],
    ["linknet 640x360, fp16", "pass"],
  ]);
});
