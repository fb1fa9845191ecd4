/** Whether something else was using a machine before it measured. */
import type { ResultFile } from "../schema/schema.js";

/** Above this load a core before the start, something else was using the machine. */
export const BUSY_LOAD_PER_CORE = 0.5;

export function isBusy({ environment }: Pick<ResultFile, "environment">): boolean {
  return environment.loadAverage[0] / Math.max(1, environment.cpu.logicalCores) > BUSY_LOAD_PER_CORE;
}
