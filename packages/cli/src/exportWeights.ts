/** The weights that `linknet export` writes: drawn from a seed, or a file's. */
import { type Graph, type Weights, initialWeights } from "@linknet-kit/core";
import { findNetwork } from "@linknet-kit/models";
import type { Terminal } from "./terminal.js";

export interface WeightFlags {
  /** A safetensors file. */
  readonly weights?: string;
  /** Lets the seed stand in for what the file lacks. */
  readonly allowMissing?: boolean;
  readonly seed: number;
}

/** So many names of missing weights are told. */
const TOLD = 5;

/** The weights of a network; what a file does not give is told, or an error. */
export async function weightsOf(
  network: string,
  graph: Graph,
  { weights: path, allowMissing = false, seed }: WeightFlags,
  terminal: Terminal,
): Promise<Weights> {
  const drawn = initialWeights(seed);
  if (path === undefined) return drawn;
  terminal.status(`reading ${path} ...`);
  const { matchWeights, readSafetensors } = await import("@linknet-kit/weights");
  const { tensors } = await readSafetensors(path);
  const { nameMaps } = findNetwork(network);
  const { weights, source, missing } = matchWeights(graph, tensors, {
    nameMaps,
    fallback: allowMissing ? drawn : undefined,
  });
  terminal.note(`weights from ${path}, by ${source}`);
  if (missing.length > 0) {
    const more = missing.length > TOLD ? `, ... and ${missing.length - TOLD} more` : "";
    const names = missing.slice(0, TOLD).join(", ");
    terminal.note(`warning: ${missing.length} weights are not in it and start from seed ${seed}: ${names}${more}`);
  }
  return weights;
}
