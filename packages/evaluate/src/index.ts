/** How well networks label a data set, on any runtime of this machine. */
export { EvaluationChoiceError, NothingScoredError, RuntimeMissingError } from "./errors.js";
export { type EvaluationOptions, type EvaluateStep, evaluateModels } from "./evaluate.js";
