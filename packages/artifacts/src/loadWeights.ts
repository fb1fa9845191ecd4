/** Weights of a file for a model. */
import type { Graph, NameMap, Weights } from "@linknet-kit/core";
import type { MatchedWeights } from "@linknet-kit/weights";

export interface WeightChoices {
  /** Names that others have for the same weights. */
  readonly nameMaps?: readonly NameMap[] | undefined;
  /** What stands in for weights that the file lacks; unless given, those are an error. */
  readonly fallback?: Weights | undefined;
}

/** The weights of a safetensors file that fit the graph's names, or one of the maps; `missing` are those that the file lacks. */
export async function loadWeights(path: string, graph: Graph, choices: WeightChoices = {}): Promise<MatchedWeights> {
  const { matchWeights, readSafetensors } = await import("@linknet-kit/weights");
  const { tensors } = await readSafetensors(path);
  return matchWeights(graph, tensors, choices);
}
