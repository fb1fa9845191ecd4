/** What a suite has and does not measure, by runtime. */
import { group } from "d3-array";
import type { Cell } from "./cell.js";
import type { LeftOut } from "./result/schema.js";
import type { PlannedCell, SuitePlan } from "./suites.js";

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
