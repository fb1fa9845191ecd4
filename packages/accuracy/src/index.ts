/** Trains segmentation networks from folders of labelled images, and reads what was trained. */
export { type Best, TRAINING_RUNTIMES, type TrainingRuntime } from "@linknet-kit/training";
export {
  CheckpointNotWrittenError,
  InvalidChoiceError,
  InvalidRecipeError,
  NotARunError,
  NothingLabelledError,
  TrainingInterruptedError,
} from "./errors.js";
export { type TrainedRun, readRun } from "./readRun.js";
export { type Recipe, labelSetName, labelSetOf, parseRecipe, printRecipe, recipeNetwork } from "./recipe.js";
export type {
  ClassWeightChoices,
  DecidedChoices,
  OptimiserChoices,
  ScheduleChoices,
  TrainingChoices,
} from "./training/choices.js";
export { type StepExport, exportStep } from "./training/exportStep.js";
export { CLASS_WEIGHTING_NAMES, OPTIMISER_NAMES, SCHEDULE_NAMES } from "./training/kinds.js";
export type { TrainingPlan } from "./training/planTraining.js";
export {
  type FolderTraining,
  type TrainedFolder,
  trainFolder,
} from "./training/trainFolder.js";
export type { Standing, TrainingEvent } from "./training/reports.js";
