import { expect, test } from "vitest";
import { type Batch, type Gathered, inGroups, shuffledOrder } from "./batches.js";
import { smallBatch } from "./pytorch.test.fixture.js";

test("An order has every number once, the same for a seed and an epoch and another for the next", () => {
  const [first, again, next] = [0, 0, 1].map((epoch) => shuffledOrder(100, { seed: 3, epoch }));
  expect(first).toEqual(again);
  expect(first).not.toEqual(next);
  expect(first!.toSorted((a, b) => a - b)).toEqual([...Array(100).keys()]);
  expect(first).not.toEqual([...Array(100).keys()]);
});

test.each([
  [5, 2, 0, [0, 2, 0, 2, 1]],
  [4, 2, 2, [0, 2]],
  [3, 1, 0, [1, 1, 1]],
  [2, 3, 0, [0, 2]],
  [2, 3, 2, []],
])(
  "Of %i batches in groups of %i, behind %i, the last of each group makes an update",
  async (length, size, skip, counts) => {
    const batches: Batch[] = Array.from({ length }, (_, index) => smallBatch(index));
    const found: Gathered[] = [];
    for await (const each of inGroups(batches, { size, skip })) found.push(each);
    expect(found.map(({ count }) => count)).toEqual(counts);
    expect(found.map(({ batch }) => batch)).toEqual(batches.slice(skip));
  },
);
