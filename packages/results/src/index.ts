/** Benchmark results as data, apart from everything that measures. Nothing here touches files, so that a browser may use it too. */
export { PRECISIONS, type Precision, USUAL_PRECISION } from "@linknet-kit/core/tensors";
export {
  ACCURACY_VERSION,
  type AccuracyFile,
  type AccuracyResult,
  type AccuracyScores,
  type AccuracyTriple,
  type LabelScore,
  type Resizing,
  accuracyFileSchema,
} from "./accuracy/accuracySchema.js";
export type { TrainingEpoch, TrainingCurves, TrainingUpdate } from "./accuracy/trainingCurves.js";
export { type PlannedCell, type SuitePlan, leaveOut } from "./plan/suitePlan.js";
export { type Cell, cellKey, cellOf, modelKey } from "./schema/cell.js";
export * from "./schema/schema.js";
export { type NetworkSummary, summariseNetwork } from "./schema/summariseNetwork.js";
