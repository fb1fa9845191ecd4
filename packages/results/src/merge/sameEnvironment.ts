/** What tells one machine from another in result files. */
import { isDeepStrictEqual } from "node:util";
import type { Environment } from "../schema/schema.js";

/** Whether two captures are of one machine with the same software: all that does not change from one minute to the next. */
export function isSameEnvironment(a: Environment, b: Environment): boolean {
  const lasting = (each: Environment) => ({ ...each, loadAverage: null, cpu: { ...each.cpu, clockMHz: null } });
  return isDeepStrictEqual(lasting(a), lasting(b));
}
