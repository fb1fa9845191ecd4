/** Measuring in a browser, as it is done in Node: nothing here touches files or processes. */
export { compareOutputs } from "./child/compare.js";
export { fromLayout, toLayout } from "./child/layout.js";
export { MINIMUM_RUNS, measureSession } from "./child/loop.js";
export type { Comparison, Measurement } from "./child/protocol.js";
export { seededInputs } from "./child/seededInputs.js";
export { feedableInputs } from "./modelFile/feedableInputs.js";
export { type BrowserRuntimeName, browserRuntimeNames } from "./runtimes/chromium.js";
export { describeAdapter, describeGpu } from "./runtimes/describeGpu.js";
export { wrapGraphModel } from "./runtimes/tfjs/graphModelSession.js";
export { wrapSession } from "./runtimes/onnxruntimeSession.js";
export type * from "./runtimes/runtime.js";
export { HALF_TOLERANCE, TOLERANCE, describeComparison, isRight, passesPositions } from "./suite/check.js";
export { type Finding, judgeMeasurement } from "./suite/judgeMeasurement.js";
export type * from "./timing.js";
