/** Trains segmentation networks from folders of labelled images, and reads what was trained. */
export {
  CheckpointNotWrittenError,
  InvalidChoiceError,
  InvalidRecipeError,
  NotARunError,
  TrainingInterruptedError,
} from "./errors.js";
export { type TrainedRun, readRun } from "./readRun.js";
export { type LabelSetName, type Recipe, labelSetOf, parseRecipe, printRecipe, recipeNetwork } from "./recipe.js";
export {
  CLASS_WEIGHTING_NAMES,
  type ClassWeightChoices,
  OPTIMISER_NAMES,
  type OptimiserChoices,
  SCHEDULE_NAMES,
  type ScheduleChoices,
  type TrainingChoices,
} from "./training/choices.js";
export { type StepExport, exportStep } from "./training/exportStep.js";
export type { TrainingPlan } from "./training/planTraining.js";
export {
  type FolderTraining,
  type Standing,
  type TrainedFolder,
  type TrainingEvent,
  trainFolder,
} from "./training/trainFolder.js";
