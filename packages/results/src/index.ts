/** Benchmark results as data, apart from everything that measures. Nothing here touches files, so that a browser may use it too. */
export { type PlannedCell, type SuitePlan, leaveOut } from "./plan/suitePlan.js";
export { type Cell, DTYPE, DTYPES, cellKey, cellOf, modelKey } from "./schema/cell.js";
export * from "./schema/schema.js";
export { type NetworkSummary, summariseNetwork } from "./schema/summariseNetwork.js";
