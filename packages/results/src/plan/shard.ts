/** Which part of a plan a machine measures. */
import { counted } from "@linknet-kit/base";
import { group, sum } from "d3-array";
import { modelKey } from "../schema/cell.js";
import { InvalidShardError } from "./errors.js";
import type { PlannedCell } from "./suitePlan.js";

/** The `index`-th of `count` shards, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type Variables = Readonly<Partial<Record<string, string>>>;

/** Reads `i/n`, or `auto` for the index that the scheduler gave in the environment. */
export function parseShard(given: string, environment: Variables = process.env): Shard {
  const shard = given === "auto" ? findShard(environment) : readFraction(given);
  if (shard === undefined) {
    const problem =
      given === "auto"
        ? "no scheduler says which one this is (LINKNET_SHARD, JOB_COMPLETION_INDEX with LINKNET_SHARDS, SLURM_ARRAY_TASK_ID)"
        : "expected i/n, numbers of at most six digits";
    throw new InvalidShardError({ given, problem });
  }
  const { index, count } = shard;
  if (count < 1 || index < 1 || index > count) {
    throw new InvalidShardError({ given, problem: `there is no shard ${index} of ${count}` });
  }
  return shard;
}

/**
 * What a scheduler says: `LINKNET_SHARD=i/n`; the index of an Indexed Job of Kubernetes, from 0 on, whose number of completions is in
 * `LINKNET_SHARDS`; or that of an array job of Slurm. `undefined` where none does.
 *
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode, https://slurm.schedmd.com/job_array.html
 */
function findShard(environment: Variables): Shard | undefined {
  const { LINKNET_SHARD: own, LINKNET_SHARDS: count, JOB_COMPLETION_INDEX: completion } = environment;
  if (own) return readFraction(own);
  if (completion !== undefined && count !== undefined) return fromZero(completion, count);
  const { SLURM_ARRAY_TASK_ID: task, SLURM_ARRAY_TASK_COUNT: tasks } = environment;
  if (task === undefined || tasks === undefined) return undefined;
  const { SLURM_ARRAY_TASK_MIN: first = "0", SLURM_ARRAY_TASK_STEP: step = "1" } = environment;
  return fromZero(String((Number(task) - Number(first)) / Number(step)), tasks);
}

function readFraction(given: string): Shard | undefined {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(given.trim()) ?? [];
  return index === undefined ? undefined : { index: Number(index), count: Number(count) };
}

function fromZero(index: string, count: string): Shard | undefined {
  return /^\d{1,6}$/.test(index) && /^\d{1,6}$/.test(count)
    ? { index: Number(index) + 1, count: Number(count) }
    : undefined;
}

/**
 * The cells of one shard, in the plan's order. Cells of one network and size stay together, so that one machine compares its
 * runtimes; the longest such group goes to the shard with the least to do. The same for the same plan, wherever it is worked out.
 */
export function cellsOfShard(cells: readonly PlannedCell[], { index, count }: Shard): readonly PlannedCell[] {
  const groups = [...group(cells, modelKey).values()];
  if (count > groups.length) {
    const parts = groups.length === 1 ? "one network at one size" : `${groups.length} networks and sizes`;
    const problem = `the plan has ${parts} to share, so at most ${counted(groups.length, "shard")}`;
    throw new InvalidShardError({ given: `${index}/${count}`, problem });
  }
  const shards = Array.from({ length: count }, () => ({ seconds: 0, cells: new Set<PlannedCell>() }));
  for (const own of groups.toSorted((a, b) => secondsOf(b) - secondsOf(a))) {
    const least = shards.reduce((best, each) => (each.seconds < best.seconds ? each : best));
    least.seconds += secondsOf(own);
    for (const cell of own) least.cells.add(cell);
  }
  return cells.filter((cell) => shards[index - 1]!.cells.has(cell));
}

function secondsOf(cells: readonly PlannedCell[]): number {
  return sum(cells, ({ budgetSeconds }) => budgetSeconds);
}
