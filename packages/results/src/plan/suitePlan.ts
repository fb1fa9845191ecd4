/** The cells of a suite: those that it measures, and those that it leaves out. */
import { group } from "d3-array";
import type { Cell } from "../schema/cell.js";
import type { LeftOut, ResultFile } from "../schema/schema.js";

export interface PlannedCell extends Cell {
  /** The greatest `slowness` of a runtime that measures it; any unless given. */
  readonly slowest?: number;
  /** Seconds that its warm-up and its samples may take. */
  readonly budgetSeconds: number;
}

export interface SuitePlan {
  readonly name: string;
  readonly cells: readonly PlannedCell[];
  /** Cells of the suite that are not among `cells`, and why. */
  readonly leftOut: readonly LeftOut[];
  /** The most that a cell's may be. */
  readonly budgetSeconds: number;
  /** Whether its runtimes were named one by one: then one on a GPU in software is among them. */
  readonly isChosen?: boolean;
  /** The shard of a fleet's plan that this is. */
  readonly shard?: NonNullable<ResultFile["suite"]["plan"]>;
}

/** The plan without the cells of which `isLeftOut` holds, and with word of them and of what was left out before. */
export function leaveOut(
  plan: SuitePlan,
  isLeftOut: (cell: PlannedCell) => boolean,
  reasonOf: (runtime: string) => string,
): SuitePlan {
  const [cells, leftOut]: [PlannedCell[], PlannedCell[]] = [[], []];
  for (const cell of plan.cells) (isLeftOut(cell) ? leftOut : cells).push(cell);
  return { ...plan, cells, leftOut: [...plan.leftOut, ...describeLeftOut(leftOut, reasonOf)] };
}

/** One entry a runtime, with each of its networks and sizes once. */
function describeLeftOut(cells: readonly Cell[], reasonOf: (runtime: string) => string): readonly LeftOut[] {
  return [...group(cells, ({ runtime }) => runtime)].map(([runtime, own]) => {
    const networks = new Map(own.map(({ network, size }) => [JSON.stringify([network, size]), { network, size }]));
    return { runtime, cells: [...networks.values()], reason: reasonOf(runtime) };
  });
}
