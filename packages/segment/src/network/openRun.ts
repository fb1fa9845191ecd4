/** A network that `linknet train` trained. */
import { basename, join, resolve } from "node:path";
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
  const { recipe, model, weightsFile, isBest } = await readRun(folder);
  const { network, width, mean } = recipe;
  const { minimumSide: least } = findNetwork(network);
  // Weights do not depend on the size.
  const graphAt = (wanted: Size) => recipeNetwork({ ...recipe, size: wanted });
  const own = size ?? recipe.size;
  return {
    name,
    called: basename(resolve(folder)),
    formats: modelFormats,
    size: own,
    sizeFor: (picture) => size ?? networkSize(picture, { like: recipe.size, least }),
    width,
    mean,
    labels: labelSetOf(recipe),
    ...(!isBest && { warning: `${name} has no best weights, and those of ${basename(weightsFile)} are taken` }),
    files: [weightsFile, join(folder, "recipe.json")],
    read: async () => ({ network, graph: graphAt(own) }),
    place: async (wanted, target, to) =>
      await placeModel({ graph: graphAt(wanted), weights: model.weights }, target, to),
  };
}
