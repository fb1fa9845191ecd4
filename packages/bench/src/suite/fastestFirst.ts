/** In which order a suite measures: what is quick comes first, so that there is something to see. */
import { type PlannedCell, modelKey } from "@linknet-kit/results";
import { type Runtime, findRuntime } from "@linknet-kit/runtimes";
import { group } from "d3-array";
import type { Survey } from "./survey.js";

/** Cells of one artifact stand together, the least work first; of each, runtimes from the fastest on. The order of equals stays. */
export function fastestFirst(
  { plan, counts, availabilities }: Pick<Survey, "plan" | "counts" | "availabilities">,
  table: readonly Runtime[],
): readonly PlannedCell[] {
  const macs = new Map(counts.map((count) => [modelKey({ ...count, batch: 1 }), count.macs]));
  // What cannot be counted is most likely a user's own, who waits for nothing else.
  const workOf = (cell: PlannedCell): number => cell.batch * (macs.get(modelKey({ ...cell, batch: 1 })) ?? 0);
  const slowness = ({ runtime }: PlannedCell): number => slownessOf(runtime, availabilities, table);
  return [...group(plan.cells, modelKey).values()]
    .toSorted((a, b) => workOf(a[0]!) - workOf(b[0]!))
    .flatMap((cells) => cells.toSorted((a, b) => slowness(a) - slowness(b)));
}

/** As the probe found it, or else as the runtime's row has it; 0 where the runtime is not there. */
export function slownessOf(
  runtime: string,
  availabilities: Survey["availabilities"],
  table: readonly Runtime[],
): number {
  const found = availabilities.get(runtime);
  if (found?.available !== true) return 0;
  return found.slowness ?? findRuntime(runtime, table).slowness ?? 1;
}
