/** Trains segmentation networks from folders of labelled images, and reads what was trained. */
export { InvalidRecipeError, NotARunError } from "./errors.js";
export { type TrainedRun, readRun } from "./readRun.js";
export { type LabelSetName, type Recipe, labelSetOf, parseRecipe, printRecipe, recipeNetwork } from "./recipe.js";
