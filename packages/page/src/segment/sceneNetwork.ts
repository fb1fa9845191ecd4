/** The network that comes with the page: LinkNet, trained on generated street scenes. */
import { parseRecipe } from "@linknet-kit/accuracy/recipe";
import type { TrainedSource } from "../model/modelSource.js";

const FOLDER = "./scenes-linknet/";

let fetched: Promise<TrainedSource> | undefined;

/** Fetched once; what fails is asked for anew. */
export async function sceneNetwork(): Promise<TrainedSource> {
  fetched ??= fetchNetwork();
  fetched.catch(() => {
    fetched = undefined;
  });
  return await fetched;
}

async function fetchNetwork(): Promise<TrainedSource> {
  const [recipe, weights] = await Promise.all(
    ["recipe.json", "best.safetensors"].map(async (name) => {
      const response = await fetch(`${FOLDER}${name}`);
      if (!response.ok) throw new Error(`the network of the page is not there: ${name} (${response.status})`);
      return await response.arrayBuffer();
    }),
  );
  return {
    kind: "trained",
    name: "LinkNet of street scenes",
    recipe: parseRecipe("recipe.json", new TextDecoder().decode(recipe)),
    weights: new Uint8Array(weights!),
  };
}
