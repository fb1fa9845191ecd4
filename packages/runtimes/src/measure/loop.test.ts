import { floatTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import type { Session, Tensors } from "../runtime/runtime.js";
import type { Progress, Timing } from "../runtime/timing.js";
import { MINIMUM_RUNS, measureLoop } from "./loop.js";

const inputs: Tensors = { image: floatTensor([1], [2]) };

/** A session, called a fake, whose output counts its runs, and which takes `runMs` of the run's number. */
function countingSession(runMs: (run: number) => number = () => 0): Session & { runs: number } {
  const session = {
    device: "fake",
    threads: 1,
    runs: 0,
    run: async (): Promise<Tensors> => {
      session.runs += 1;
      const wait = runMs(session.runs);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return { logits: floatTensor([1], [session.runs]) };
    },
    release: async () => {},
  };
  return session;
}

function loop(session: Session, timing: Timing, firstRunMs = 0, progress: Progress[] = []) {
  return measureLoop(session, inputs, { timing, firstRunMs, onProgress: (step) => progress.push(step) });
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
  const ownMs: number[] = [];
  const session = countingSession((run) => 40 - 3 * run);
  const timed: Session = {
    ...session,
    run: async (given) => {
      const start = performance.now();
      const outputs = await session.run(given);
      ownMs.push(performance.now() - start);
      return outputs;
    },
  };
  const { warmupRuns, samplesMs } = await loop(timed, { budgetMs: 1, limitMs: 60_000 });
  const taken = ownMs.slice(warmupRuns);
  expect(samplesMs).toHaveLength(taken.length);
  // Runs get faster and faster, so in any other order some sample would be shorter than what its run took by itself.
  expect(samplesMs.filter((sampleMs, index) => sampleMs < taken[index]!)).toEqual([]);
});

test("A runtime that is slower than its budget still gets the fewest samples that count", async () => {
  const { warmupRuns, samplesMs } = await loop(
    countingSession(() => 5),
    { budgetMs: 1, limitMs: 60_000 },
  );
  expect(warmupRuns).toBe(1);
  expect(samplesMs).toHaveLength(MINIMUM_RUNS);
  expect(Math.min(...samplesMs)).toBeGreaterThan(3);
});

test("A runtime of which ten runs cannot fit in the limit is not sampled", async () => {
  const session = countingSession(() => 20);
  const { samplesMs } = await loop(session, { budgetMs: 1, limitMs: 100 }, 1000);
  expect(samplesMs).toEqual([]);
  expect(session.runs).toBe(1);
});

test("A runtime that turns slow is given up at the limit", async () => {
  const session = countingSession((run) => (run < 4 ? 0 : 100));
  const { samplesMs } = await loop(session, { budgetMs: 1, limitMs: 250 });
  expect(samplesMs.length).toBeLessThan(MINIMUM_RUNS);
});

test("What a run throws ends the loop", async () => {
  const session: Session = { ...countingSession(), run: () => Promise.reject(new Error("device lost")) };
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
  expect(samples.every(({ medianMs, samples: count }) => medianMs > 100 && count <= MINIMUM_RUNS)).toBe(true);
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
