import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { cellsOfShard, parseShard } from "./shard.js";
import type { PlannedCell } from "./suitePlan.js";

const cell = (network: string, width: number, runtime: string, budgetSeconds = 1): PlannedCell => {
  return { network, size: { width, height: 8 }, batch: 1, runtime, threads: 1, budgetSeconds };
};

describe("a shard", () => {
  test.each([
    ["1/4", {}, { index: 1, count: 4 }],
    ["auto", { LINKNET_SHARD: "2/3" }, { index: 2, count: 3 }],
    ["auto", { JOB_COMPLETION_INDEX: "0", LINKNET_SHARDS: "5" }, { index: 1, count: 5 }],
    ["auto", { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "4" }, { index: 4, count: 4 }],
    [
      "auto",
      {
        SLURM_ARRAY_TASK_ID: "14",
        SLURM_ARRAY_TASK_MIN: "10",
        SLURM_ARRAY_TASK_STEP: "2",
        SLURM_ARRAY_TASK_COUNT: "3",
      },
      { index: 3, count: 3 },
    ],
  ])("%s under %o is %o", (given, environment, shard) => {
    expect(parseShard(given, environment)).toEqual(shard);
  });

  test.each([
    ["0/4", {}, "there is no shard 0 of 4"],
    ["5/4", {}, "there is no shard 5 of 4"],
    ["1/0", {}, "there is no shard 1 of 0"],
    ["1", {}, "expected i/n"],
    ["-1/4", {}, "expected i/n"],
    ["auto", {}, "no scheduler says which one this is"],
    ["auto", { JOB_COMPLETION_INDEX: "1" }, "no scheduler says which one this is"],
    ["auto", { JOB_COMPLETION_INDEX: "x", LINKNET_SHARDS: "2" }, "no scheduler says which one this is"],
    ["auto", { JOB_COMPLETION_INDEX: "2", LINKNET_SHARDS: "2" }, "there is no shard 3 of 2"],
  ])("%s under %o is refused: %s", (given, environment, problem) => {
    expect(() => parseShard(given, environment)).toThrow(problem);
  });
});

describe("the cells of shards", () => {
  const cellsOf = array(
    record({
      network: integer({ min: 0, max: 9 }),
      width: integer({ min: 1, max: 3 }),
      runtime: integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  ).map((list) => {
    const cells = list.map(({ network, width, runtime }) => cell(`n${network}`, width, `r${runtime}`));
    return [...new Map(cells.map((each) => [JSON.stringify(each), each])).values()];
  });

  test("are every cell of the plan once, with those of a network and size in one shard, and none empty", () => {
    assert(
      property(cellsOf, integer({ min: 1, max: 6 }), (cells, wanted) => {
        const groups = new Set(cells.map(({ network, size }) => `${network} ${size.width}`));
        const count = Math.min(wanted, groups.size);
        const shards = Array.from({ length: count }, (_, index) => cellsOfShard(cells, { index: index + 1, count }));
        expect(new Set(shards.flat())).toEqual(new Set(cells));
        expect(shards.flat()).toHaveLength(cells.length);
        expect(Math.min(...shards.map(({ length }) => length))).toBeGreaterThan(0);
        for (const group of groups) {
          const holders = shards.filter((own) => own.some(({ network, size }) => `${network} ${size.width}` === group));
          expect(holders).toHaveLength(1);
        }
      }),
    );
  });

  test("take about as long: the longest group goes where the least is", () => {
    const cells = [cell("a", 1, "r", 5), cell("b", 1, "r", 3), cell("c", 1, "r", 3), cell("d", 1, "r", 1)];
    const names = (index: number): string[] => cellsOfShard(cells, { index, count: 2 }).map(({ network }) => network);
    expect([names(1), names(2)]).toEqual([
      ["a", "d"],
      ["b", "c"],
    ]);
  });

  test("are refused where there are more shards than networks and sizes", () => {
    const cells = [cell("a", 1, "r"), cell("a", 1, "s")];
    expect(() => cellsOfShard(cells, { index: 1, count: 2 })).toThrow(
      "the plan has one network at one size to share, so at most 1 shard",
    );
  });
});
