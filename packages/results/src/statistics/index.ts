/** What samples say, without the schema: a process that measures loads no more than this. */
export { BUSY_LOAD_PER_CORE, isBusy } from "./busy.js";
export {
  DEFAULT_RULE,
  type Decision,
  type Interleaved,
  type TimedPair,
  type Rule,
  UntimedPairError,
  decide,
  isBaseFirst,
} from "./decide.js";
export { MINIMUM_SAMPLES, hasSettled, isNoisy, summariseLatency } from "./latency.js";
export { isLongRun, isOfLongRuns } from "./longRun.js";
export { areRanksApart } from "./rankSum.js";
export { type StepChange, findStep, isClear, isSlowedDown, isThrottled } from "./step.js";
