import type { Clock } from "@linknet-kit/base";
import { floatTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import type { Session, Tensors } from "../runtime/runtime.js";
import type { Progress, Timing } from "../runtime/timing.js";
import { MINIMUM_RUNS, measureLoop } from "./loop.js";

const inputs: Tensors = { image: floatTensor([1], [2]) };

/** A session, called a fake, whose output counts its runs; the time of its clock passes while it runs alone, `runMs` of the run's number. */
function countingSession(
  runMs: (run: number) => number = () => 1,
): Session & { readonly runs: number; readonly clock: Clock } {
  let passedMs = 0;
  const session = {
    clock: { nowMs: () => passedMs, date: () => new Date(0) },
    device: "fake",
    threads: 1,
    runs: 0,
    run: async (): Promise<Tensors> => {
      session.runs += 1;
      passedMs += runMs(session.runs);
      return { logits: floatTensor([1], [session.runs]) };
    },
    release: async () => {},
  };
  return session;
}

type Timed = Session & { readonly clock: Clock };

function loop(session: Timed, timing: Timing, firstRunMs = 0, progress: Progress[] = []) {
  const { clock } = session;
  return measureLoop(session, inputs, { timing, firstRunMs, clock, onProgress: (step) => progress.push(step) });
}

test("Every run is either warm-up or a sample, and the outputs are those of the last sample", async () => {
  const session = countingSession();
  const { warmupRuns, samplesMs, outputs } = await loop(session, { budgetMs: 20, limitMs: 10_000 });
  expect(warmupRuns).toBeGreaterThanOrEqual(1);
  expect(samplesMs.length).toBeGreaterThanOrEqual(MINIMUM_RUNS);
  expect(warmupRuns + samplesMs.length).toBe(session.runs);
  expect(outputs.logits!.data[0]).toBe(session.runs);
});

test("Samples stand in the order they were taken", async () => {
  // Slower than the budget, so that one run warms up.
  const session = countingSession((run) => 40 - 3 * run);
  const { warmupRuns, samplesMs } = await loop(session, { budgetMs: 1, limitMs: 60_000 });
  expect(warmupRuns).toBe(1);
  expect(samplesMs).toEqual([34, 31, 28, 25, 22, 19, 16, 13, 10, 7]);
});

test("Samples are taken for what the warm-up leaves of the budget", async () => {
  // Equal runs settle at once, or a quarter of the budget is spent on them.
  const { warmupRuns, samplesMs } = await loop(countingSession(), { budgetMs: 1000, limitMs: 60_000 });
  expect(warmupRuns).toBeLessThanOrEqual(250);
  expect(warmupRuns + samplesMs.length).toBe(1000);
});

test("A runtime that is slower than its budget still gets the fewest samples that count", async () => {
  const { warmupRuns, samplesMs } = await loop(
    countingSession(() => 5),
    { budgetMs: 1, limitMs: 60_000 },
  );
  expect(warmupRuns).toBe(1);
  expect(samplesMs).toEqual(Array.from({ length: MINIMUM_RUNS }, () => 5));
});

test("A runtime of which ten runs cannot fit in the limit is not sampled", async () => {
  const session = countingSession(() => 20);
  const { samplesMs } = await loop(session, { budgetMs: 1, limitMs: 100 }, 1000);
  expect(samplesMs).toEqual([]);
  expect(session.runs).toBe(1);
});

test("A runtime that turns slow is given up at the limit", async () => {
  const session = countingSession((run) => (run < 4 ? 1 : 100));
  const { warmupRuns, samplesMs } = await loop(session, { budgetMs: 1, limitMs: 250 });
  expect(warmupRuns).toBe(1);
  expect(samplesMs).toEqual([1, 1, 100, 100, 100]);
});

test("What a run throws ends the loop", async () => {
  const session: Timed = { ...countingSession(), run: () => Promise.reject(new Error("device lost")) };
  await expect(loop(session, { budgetMs: 10, limitMs: 100 })).rejects.toThrow("device lost");
});

test("As many samples as are asked for are taken, whatever the budget", async () => {
  const { samplesMs } = await loop(countingSession(), { budgetMs: 500, limitMs: 10_000, runs: 37 });
  expect(samplesMs).toHaveLength(37);
  const fewer = await loop(countingSession(), { budgetMs: 20, limitMs: 10_000, runs: 1 });
  expect(fewer.samplesMs).toHaveLength(MINIMUM_RUNS);
});

test("Progress says how many samples there are, which are new and what their median is", async () => {
  const progress: Progress[] = [];
  const { samplesMs } = await loop(
    countingSession(() => 120),
    { budgetMs: 1, limitMs: 60_000 },
    0,
    progress,
  );
  const samples = progress.filter((step) => step.stage === "samples");
  expect(samples.length).toBeGreaterThan(0);
  // Told after each half second: 120 ms go into it four times and a bit.
  expect(samples.map(({ samples: count, medianMs, elapsedMs }) => [count, medianMs, elapsedMs])).toEqual([
    [5, 120, 600],
    [10, 120, 1200],
  ]);
  const told = samples.flatMap(({ newSamplesMs }) => newSamplesMs);
  expect(told).toEqual(samplesMs.slice(0, samples.at(-1)!.samples));
});

test.each([0, 1, 7])(
  "Who asks for %i runs of warm-up and 13 of measuring gets as many, whatever the budget",
  async (warmupRuns) => {
    const session = countingSession();
    const looped = await loop(session, { budgetMs: 60_000, limitMs: 600_000, runs: 13, warmupRuns });
    expect(looped.warmupRuns).toBe(warmupRuns);
    expect(looped.samplesMs).toHaveLength(13);
    expect(session.runs).toBe(warmupRuns + 13);
  },
);
