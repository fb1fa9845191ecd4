import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlanFile, planId, readPlanFile, resolveCells } from "./planFile.js";
import { planShard } from "./planShard.js";
import type { PlannedCell, SuitePlan } from "./suitePlan.js";

const CORES = 5;
const cellOf = (network: string): PlannedCell => ({
  network,
  size: { width: 64, height: 48 },
  batch: 1,
  runtime: "onnxruntime-node/cpu",
  threads: CORES,
  budgetSeconds: 6,
});
const suite: SuitePlan = {
  name: "default",
  cells: ["enet", "linknet"].map(cellOf),
  leftOut: [],
  budgetSeconds: 6,
  isChosen: true,
};
const plan = makePlanFile(suite, { classes: 20, allThreads: true });

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plan-"));
  path = join(folder, "plan.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A plan that is read again is the same plan, and another one is not", async () => {
  await writeFile(path, JSON.stringify(plan, undefined, 2));
  const read = await readPlanFile(path);
  expect(read).toEqual(plan);
  expect(planId(read)).toBe(planId(plan));
  expect(planId({ ...plan, classes: 2 })).not.toBe(planId(plan));
});

test("Cells in float16 stay so, and a data type that nobody has makes the plan a damaged one", async () => {
  const half = { ...suite, cells: [{ ...cellOf("enet"), dtype: "fp16" }] };
  const written = makePlanFile(half, { classes: 20, allThreads: true });
  await writeFile(path, JSON.stringify(written));
  expect(resolveCells(await readPlanFile(path), 7)).toMatchObject([{ dtype: "fp16" }]);
  await writeFile(path, JSON.stringify(written).replace("fp16", "int4"));
  await expect(readPlanFile(path)).rejects.toThrow("cells.0.dtype: expected one of fp32, fp16");
});

test("All threads are those of the machine that measures", () => {
  expect(resolveCells(plan, 7).map(({ threads }) => threads)).toEqual([7, 7]);
  const fixed = makePlanFile(
    { ...suite, cells: suite.cells.map((cell) => ({ ...cell, threads: 3 })) },
    { classes: 20, allThreads: false },
  );
  expect(resolveCells(fixed, 7).map(({ threads }) => threads)).toEqual([3, 3]);
});

test("A shard is a suite of its own, that says which part of what it is", () => {
  const shards = [1, 2].map((index) => planShard(plan, CORES, { index, count: 2 }));
  expect(shards.map(({ cells }) => cells.map(({ network, threads }) => `${network} ${threads}`))).toEqual([
    [`enet ${CORES}`],
    [`linknet ${CORES}`],
  ]);
  expect(shards[1]!.shard).toEqual({ id: planId(plan), of: 2, shards: [2] });
  expect(planShard(plan, CORES).cells).toEqual(suite.cells);
});

test.each([
  ["", "is not JSON"],
  ['{"planVersion": 1', "is not JSON"],
  ["[]", "does not fit the schema: the whole"],
  [JSON.stringify({ ...plan, planVersion: 2 }), "does not fit the schema: planVersion"],
  [JSON.stringify({ ...plan, cells: [] }), "does not fit the schema: cells"],
  [JSON.stringify({ ...plan, cells: [{ ...plan.cells[0], threads: 0 }] }), "does not fit the schema: cells.0.threads"],
  [JSON.stringify({ ...plan, cells: [{ ...plan.cells[0], budgetSeconds: -1 }] }), "cells.0.budgetSeconds"],
  [JSON.stringify(plan).replace("{", '{"__proto__":{"suite":"x"},'), "does not fit the schema"],
])("What is no plan is refused: %.40s", async (text, problem) => {
  await writeFile(path, text);
  await expect(readPlanFile(path)).rejects.toThrow(problem);
});
