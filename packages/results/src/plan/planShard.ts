/** A shard of a plan as a suite of one machine. */
import { modelKey } from "../schema/cell.js";
import { type PlanFile, planId, resolveCells } from "./planFile.js";
import { type Shard, cellsOfShard } from "./shard.js";
import type { SuitePlan } from "./suitePlan.js";

/** What a machine with so many cores measures of the plan: everything unless a shard is given. */
export function planShard(plan: PlanFile, cores: number, shard: Shard = { index: 1, count: 1 }): SuitePlan {
  const { index, count } = shard;
  return {
    name: plan.suite,
    cells: cellsOfShard(resolveCells(plan, cores), shard),
    leftOut: [],
    budgetSeconds: plan.budgetSeconds,
    isChosen: true,
    shard: { id: planId(plan), of: count, shards: [index] },
  };
}

/** So many shards each have something to measure: cells of one network, size and batch stay together. */
export function mostShards({ cells }: PlanFile): number {
  return new Set(cells.map(modelKey)).size;
}
