/** Benchmark results as data, apart from everything that measures. Nothing here touches files, so that a browser may use it too. */
export { type PlannedCell, type SuitePlan, leaveOut } from "./plan/suitePlan.js";
export { type Cell, DTYPE, DTYPES, cellKey, cellOf, modelKey } from "./schema/cell.js";
export * from "./schema/schema.js";
export { BUSY_LOAD_PER_CORE, isBusy } from "./statistics/busy.js";
export {
  DEFAULT_RULE,
  type Decision,
  type Interleaved,
  type Pair,
  type Rule,
  UntimedPairError,
  decide,
  isBaseFirst,
} from "./statistics/decide.js";
export { MINIMUM_SAMPLES, hasSettled, isNoisy, summariseLatency } from "./statistics/latency.js";
export { type StepChange, findStep, isClear, isSlowedDown, isThrottled } from "./statistics/step.js";
