import { describe, expect, test } from "vitest";
import { fakeResult, fakeResultFile } from "../file/resultFile.test.fixture.js";
import { type Result, type ResultFile, resultFileSchema } from "../schema/schema.js";
import { differences, mergeShards } from "./mergeShards.js";

const result = (network: string, status: Result["status"] = "valid"): Result => {
  const { latency, ...rest } = fakeResult;
  return { ...rest, network, status, ...(status === "valid" ? { latency } : { reason: status }) };
};

const shard = (index: number, results: readonly Result[], given: Partial<ResultFile> = {}): ResultFile => ({
  ...fakeResultFile,
  suite: { name: "fake", cells: results.length, plan: { id: "p", of: 3, shards: [index] } },
  results: [...results],
  ...given,
});

const networks = (file: ResultFile): string[] => file.results.map(({ network, status }) => `${network} ${status}`);

describe("Shards of one plan and one kind of machine", () => {
  const later = "2026-11-22T11:00:00.000Z";

  test("become one file with every result, that says which shards are there", () => {
    const files = [shard(2, [result("b")], { createdAt: later }), shard(1, [result("a"), result("c")])];
    const [merged, ...others] = mergeShards(files);
    expect(others).toEqual([]);
    expect(merged!.suite).toEqual({ name: "fake", cells: 3, plan: { id: "p", of: 3, shards: [1, 2] } });
    expect(merged!.createdAt).toBe(fakeResultFile.createdAt);
    expect(networks(merged!).toSorted()).toEqual(["a valid", "b valid", "c valid"]);
    expect(resultFileSchema.parse(merged)).toEqual(merged);
  });

  test("count once where one was tried again, by the result that says most, whatever the order", () => {
    const files = [
      shard(1, [result("a", "failed"), result("b")]),
      shard(1, [result("a"), result("b", "timeout")], { createdAt: later }),
    ];
    for (const order of [files, files.toReversed()]) {
      const [merged] = mergeShards(order);
      expect(networks(merged!)).toEqual(["a valid", "b valid"]);
      expect(merged!.suite).toMatchObject({ cells: 2, plan: { shards: [1] } });
    }
  });

  test("that were merged before merge again", () => {
    const [half] = mergeShards([shard(1, [result("a")]), shard(2, [result("b")], { createdAt: later })]);
    const [whole] = mergeShards([half!, shard(3, [result("c")])]);
    expect(whole!.suite).toMatchObject({ cells: 3, plan: { shards: [1, 2, 3] } });
    expect(whole!.results).toHaveLength(3);
  });

  test("that were merged before count once where one of them comes again", () => {
    const again = shard(1, [result("a")], { createdAt: later });
    const [half] = mergeShards([shard(1, [result("a")]), shard(2, [result("b")], { createdAt: later })]);
    for (const order of [
      [half!, again],
      [again, half!],
    ]) {
      const [merged] = mergeShards(order);
      expect(merged!.suite).toMatchObject({ cells: 2, plan: { shards: [1, 2] } });
      expect(merged!.results).toHaveLength(2);
    }
  });

  test("of another load or clock are of the same kind of machine", () => {
    const { environment } = fakeResultFile;
    const busy = { ...environment, loadAverage: [9, 9, 9] as [number, number, number] };
    expect(mergeShards([shard(1, [result("a")]), shard(2, [result("b")], { environment: busy })])).toHaveLength(1);
  });
});

describe("Files stay apart", () => {
  const first = shard(1, [result("a")]);
  const { environment } = fakeResultFile;
  test.each([
    ["the machine or its software", { environment: { ...environment, memoryMB: 2048 } }],
    ["the revision", { gitRevision: "other" }],
    ["the plan", { suite: { name: "fake", cells: 1, plan: { id: "q", of: 3, shards: [2] } } }],
    ["the plan", { suite: { name: "fake", cells: 1, plan: { id: "p", of: 4, shards: [2] } } }],
    ["the plan", { suite: { name: "fake", cells: 1 } }],
  ])("where they differ in %s", (difference, given) => {
    const second = shard(2, [result("b")], given);
    expect(mergeShards([first, second])).toEqual([first, second]);
    expect(differences(first, second)).toEqual([difference]);
  });

  test("where no plan says that they belong together, but a file that is there twice counts once", () => {
    const other = { ...fakeResultFile, createdAt: "2026-11-23T10:00:00.000Z" };
    expect(mergeShards([fakeResultFile, other, structuredClone(fakeResultFile)])).toEqual([fakeResultFile, other]);
  });
});
