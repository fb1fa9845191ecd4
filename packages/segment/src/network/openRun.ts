/** A network that `linknet train` trained. */
import { join } from "node:path";
import { labelSetOf, recipeNetwork } from "@linknet-kit/accuracy/recipe";
import { readRun } from "@linknet-kit/accuracy/run";
import { modelFormats } from "@linknet-kit/artifacts";
import type { Size } from "@linknet-kit/core";
import { findNetwork } from "@linknet-kit/models";
import type { LabellingNetwork } from "./labellingNetwork.js";
import { networkSize } from "./networkSize.js";
import { placeModel } from "./placeModel.js";

/** At the size given, or at that of each picture's own proportions. */
export async function openRun(folder: string, size: Size | undefined, name = folder): Promise<LabellingNetwork> {
  const { recipe, model, weightsFile } = await readRun(folder);
  const { minimumSide: least } = findNetwork(recipe.network);
  return {
    name,
    formats: modelFormats,
    sizeFor: (picture) => size ?? networkSize(picture, { like: recipe.size, least }),
    mean: recipe.mean,
    labels: labelSetOf(recipe),
    files: [weightsFile, join(folder, "recipe.json")],
    // Weights do not depend on the size.
    place: async (wanted, format, to) => {
      const graph = recipeNetwork({ ...recipe, size: wanted });
      return await placeModel({ graph, weights: model.weights }, format, to);
    },
  };
}
