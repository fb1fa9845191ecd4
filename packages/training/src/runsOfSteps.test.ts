/** Runs by what they are given, and by how long those before took. */
import { expect, test } from "vitest";
import { inGroups } from "./batches.js";
import { smallBatch } from "./pytorch.test.fixture.js";
import { RunLength, inRuns, oneAhead } from "./runsOfSteps.js";

/** The counts of the batches of each run. */
async function runsOf(
  count: number,
  { most, accumulate, ...rest }: { readonly most: number; readonly accumulate: number; readonly saveEvery?: number },
): Promise<readonly (readonly number[])[]> {
  const batches = Array.from({ length: count }, (_, number) => smallBatch(number));
  const gathered = inGroups(batches, { size: accumulate, skip: 0 });
  const length = new RunLength(1);
  length.took(2000, most);
  const runs: (readonly number[])[] = [];
  for await (const run of inRuns(gathered, { length, accumulate, updates: 3, ...rest }))
    runs.push(run.map((each) => each.count));
  return runs;
}

test("A run has as many whole updates as there is room for", async () => {
  expect(await runsOf(7, { most: 3, accumulate: 1 })).toEqual([[1, 1, 1], [1, 1, 1], [1]]);
  expect(await runsOf(9, { most: 5, accumulate: 2 })).toEqual([[0, 2, 0, 2], [0, 2, 0, 2], [1]]);
  expect(await runsOf(6, { most: 4, accumulate: 3 })).toEqual([
    [0, 0, 3],
    [0, 0, 3],
  ]);
});

test("An update for which there is no room is several runs, and none goes on behind it", async () => {
  expect(await runsOf(10, { most: 2, accumulate: 5 })).toEqual([[0, 0], [0, 0], [5], [0, 0], [0, 0], [5]]);
  expect(await runsOf(3, { most: 1, accumulate: 2 })).toEqual([[0], [2], [1]]);
});

test("A run ends where all is written", async () => {
  // Of the fifth update and of the tenth, where three were made before.
  expect(await runsOf(8, { most: 4, accumulate: 1, saveEvery: 5 })).toEqual([[1, 1], [1, 1, 1, 1], [1], [1]]);
});

test("A run takes two seconds by what the last one took, has 16 batches at most, and 64 MiB of them", () => {
  const length = new RunLength(2 ** 20);
  expect(length.batches).toBe(1);
  length.took(400, 1);
  expect(length.batches).toBe(5);
  length.took(9000, 3);
  expect(length.batches).toBe(1);
  length.took(0, 4);
  expect(length.batches).toBe(16);
  const large = new RunLength(2 ** 25);
  large.took(1, 1);
  expect(large.batches).toBe(2);
  const huge = new RunLength(2 ** 30);
  huge.took(1, 1);
  expect(huge.batches).toBe(1);
});

test("One more is asked for while one is worked on, and what is not wanted is ended", async () => {
  const told: string[] = [];
  async function* source() {
    try {
      for (const each of [1, 2, 3, 4]) {
        told.push(`read ${each}`);
        yield await Promise.resolve(each);
      }
    } finally {
      told.push("ended");
    }
  }
  for await (const each of oneAhead(source())) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push(`use ${each}`);
    if (each === 2) break;
  }
  expect(told).toEqual(["read 1", "read 2", "use 1", "read 3", "use 2", "ended"]);
});

test("What fails to be read fails where its turn comes", async () => {
  async function* source() {
    yield await Promise.resolve(1);
    throw new Error("unreadable");
  }
  const used: number[] = [];
  const use = async () => {
    for await (const each of oneAhead(source())) used.push(each);
  };
  await expect(use()).rejects.toThrow("unreadable");
  expect(used).toEqual([1]);
});
