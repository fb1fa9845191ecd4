import { expect, test } from "vitest";
import { shardContents, shardNames } from "./shards.js";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** What each file gets, read in order. */
function cut(chunks: readonly Uint8Array[], shardBytes: number): readonly (readonly number[])[] {
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  return shardContents(chunks, { bytes: total, shardBytes }).map((content) =>
    [...content].flatMap((part) => [...part]),
  );
}

test("Chunks run on over the ends of files, in parts that are not aligned", () => {
  expect(cut([bytes(1, 2, 3, 4, 5), bytes(6), bytes(7, 8)], 3)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8],
  ]);
});

test("A last file that is full is the last", () => {
  expect(cut([bytes(1, 2), bytes(3, 4)], 2)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("Files are counted in their names", () => {
  expect(shardNames(9, 4)).toEqual(["group1-shard1of3.bin", "group1-shard2of3.bin", "group1-shard3of3.bin"]);
  expect(shardNames(0, 4)).toEqual([]);
});

test("Fewer bytes than announced are a bug", () => {
  const [content] = shardContents([bytes(1)], { bytes: 2, shardBytes: 4 });
  expect(() => [...content!]).toThrow("fewer bytes than were announced");
});
