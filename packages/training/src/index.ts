/** Trains segmentation networks on a stock ONNX Runtime: a step is one graph, and a run is a folder. */
export type { Batches, EpochOfBatches, TrainingBatch } from "./batches.js";
export type { Best, Position } from "./checkpoint.js";
export { classWeights, countLabels } from "./classWeights.js";
export { type EncoderOptions, type EncoderWeights, encoderWeights } from "./encoderWeights.js";
export {
  DamagedRunError,
  InvalidBatchError,
  InvalidTrainingError,
  NoTrainingRuntimeError,
  NotACheckpointError,
  NotFiniteLossError,
  NotFiniteValidationError,
  OccupiedFolderError,
  OtherTrainingError,
} from "./errors.js";
export type { EpochMetrics, Metrics, UpdateMetrics } from "./metrics.js";
export { type AdamOptions, adam } from "./optimisers/adam.js";
export type { Optimiser, UpdatedWeight, Updating } from "./optimisers/optimiser.js";
export { type RmspropOptions, rmsprop } from "./optimisers/rmsprop.js";
export { type SgdOptions, sgd } from "./optimisers/sgd.js";
export { RunFolder, type RunFolderOptions } from "./runFolder.js";
export { type Schedule, constantRate, cosineRate, polynomialRate, stepRate } from "./schedules.js";
export { type TrainedNetwork, train } from "./train.js";
export type { TrainOptions } from "./trainOptions.js";
export type { StepMeasures } from "./stepSession.js";
export {
  type StepInput,
  type StepOptions,
  type StepResult,
  type StepsResult,
  Trainer,
  type TrainerOptions,
  type TrainerState,
} from "./trainer.js";
export {
  type Kept,
  type TrainingGraph,
  type TrainingGraphOptions,
  initialState,
  trainingGraph,
} from "./trainingGraph.js";
export { type SessionOptions, TRAINING_RUNTIMES, type TrainingRuntime, checkRuntime } from "./session.js";
export { type Validation, Validator, type ValidatorOptions } from "./validator.js";
