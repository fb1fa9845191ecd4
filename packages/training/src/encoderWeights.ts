/** An encoder that was trained before, in a network whose decoder begins anew. */
import { type Graph, type NameMap, type Weights, initialWeights } from "@linknet-kit/core";
import { matchWeights, readWeights } from "@linknet-kit/weights";
import { InvalidTrainingError } from "./errors.js";

export interface EncoderOptions {
  /** What others call the network's parameters, as those of `networks` in `@linknet-kit/models` say. */
  readonly nameMaps?: readonly NameMap[] | undefined;
  /** Of what the file has no weights for. */
  readonly seed?: number;
}

export interface EncoderWeights {
  readonly weights: Weights;
  /** Names of the parameters that begin anew. */
  readonly drawn: readonly string[];
  /** Whose names the file's tensors have. */
  readonly source: string;
}

/**
 * Weights from a safetensors, PyTorch or NumPy file for whatever part of the network it is for, and the paper's initialisation for the rest.
 * Tensors of another shape, or that the network does not know, are an error, and so is a file that has nothing for it.
 */
export async function encoderWeights(
  path: string,
  graph: Graph,
  { nameMaps, seed = 0 }: EncoderOptions = {},
): Promise<EncoderWeights> {
  const { tensors } = await readWeights(path);
  const { weights, missing, source } = matchWeights(graph, tensors, { nameMaps, fallback: initialWeights(seed) });
  if (missing.length === graph.parameters.length) {
    throw new InvalidTrainingError({ problem: `${path} has no weights for ${graph.name}` });
  }
  return { weights, drawn: missing, source };
}
