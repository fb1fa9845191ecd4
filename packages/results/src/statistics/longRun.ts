/** Which runs are so long that starting them does not show. */
import type { Roof } from "../schema/schema.js";

/** Starting a run on a GPU and waiting for its end takes tenths of a millisecond. */
const LONG_RUN_MS = 5;

/** Whether a rate of that run is the rate of what ran, and not that of starting it. */
export function isLongRun(runMs: number): boolean {
  return runMs >= LONG_RUN_MS;
}

/** Whether both of a runtime's roofs are of long runs; files that do not say how long they were measured short ones. */
export function isOfLongRuns({ matrixProductMs = 0, copyMs = 0 }: Roof): boolean {
  return isLongRun(matrixProductMs) && isLongRun(copyMs);
}
