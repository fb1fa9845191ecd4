/** The network of a run: what it is built as, and its best weights. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readBytes } from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import { matchWeights, readSafetensors } from "@linknet-kit/weights";
import { NotARunError } from "./errors.js";
import { type Recipe, parseRecipe, recipeNetwork } from "./recipe.js";

export const RECIPE_FILE = "recipe.json";
/** The first that is there is read. */
const WEIGHTS = ["best.safetensors", "last.safetensors"];
const MOST_RECIPE_BYTES = 2 ** 20;

export interface TrainedRun {
  readonly recipe: Recipe;
  /** For one image, with the best weights, or the last where none are the best. */
  readonly model: Model;
  /** The file that the weights are of. */
  readonly weightsFile: string;
  /** Whether they are the best: a training that has validated nothing yet has the last alone. */
  readonly isBest: boolean;
}

/** Of a folder that a training wrote, or of another with its recipe and weights. */
export async function readRun(folder: string): Promise<TrainedRun> {
  const names = await namesIn(folder);
  if (!names.includes(RECIPE_FILE)) {
    const hint = "give the folder that `linknet train` wrote";
    throw new NotARunError({ folder, problem: `holds no run: there is no ${RECIPE_FILE}`, hint });
  }
  const recipe = await readRecipe(join(folder, RECIPE_FILE));
  const name = WEIGHTS.find((each) => names.includes(each));
  if (name === undefined) {
    const hint = "weights are written at the end of the first epoch, and when a training is stopped";
    throw new NotARunError({ folder, problem: `has no weights yet: neither ${WEIGHTS.join(" nor ")}`, hint });
  }
  const weightsFile = join(folder, name);
  const { tensors } = await readSafetensors(weightsFile);
  const graph = recipeNetwork(recipe);
  return {
    recipe,
    model: { graph, weights: matchWeights(graph, tensors).weights },
    weightsFile,
    isBest: name === WEIGHTS[0],
  };
}

export async function readRecipe(path: string): Promise<Recipe> {
  const bytes = await readBytes(path, { maximumBytes: MOST_RECIPE_BYTES });
  return parseRecipe(path, new TextDecoder().decode(bytes));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch((cause: unknown) => {
    const hint = "check the path";
    throw new NotARunError({ folder, problem: `is no folder that can be read (${String(cause)})`, hint });
  });
}
