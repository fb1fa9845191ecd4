import { expect, test } from "vitest";
import { type TrainingBatch, type Gathered, inGroups } from "./batches.js";
import { smallBatch } from "./pytorch.test.fixture.js";

test.each([
  [5, 2, 0, [0, 2, 0, 2, 1]],
  [4, 2, 2, [0, 2]],
  [3, 1, 0, [1, 1, 1]],
  [2, 3, 0, [0, 2]],
  [2, 3, 2, []],
])(
  "Of %i batches in groups of %i, behind %i, the last of each group makes an update",
  async (length, size, skip, counts) => {
    const batches: TrainingBatch[] = Array.from({ length }, (_, index) => smallBatch(index));
    const found: Gathered[] = [];
    for await (const each of inGroups(batches, { size, skip })) found.push(each);
    expect(found.map(({ count }) => count)).toEqual(counts);
    expect(found.map(({ batch }) => batch)).toEqual(batches.slice(skip));
  },
);
