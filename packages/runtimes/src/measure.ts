/** Measuring in a browser, as it is done in Node: nothing here touches files or processes. */
export { type BrowserRuntimeName, browserRuntime, browserRuntimeNames } from "./measure/browserRuntimes.js";
export {
  HALF_TOLERANCE,
  TOLERANCE,
  allowedShare,
  describeComparison,
  isRight,
  areLabels,
  passesPositions,
} from "./measure/check.js";
export { compareOutputs } from "./measure/compare.js";
export { EVALUATOR_OPERATIONS, isEvaluated } from "./measure/evaluator.js";
export { fromLayout, toLayout } from "./measure/layout.js";
export { MINIMUM_RUNS, measureSession } from "./measure/loop.js";
export type { Comparison, Measurement } from "./measure/measurement.js";
export { seededInputs } from "./measure/seededInputs.js";
export { feedableInputs } from "./modelFile/feedableInputs.js";
export { describeAdapter, describeGpu } from "./session/describeGpu.js";
export { wrapGraphModel } from "./session/graphModelSession.js";
export { wrapSession } from "./session/onnxruntimeSession.js";
