/** The weights that `linknet export` writes: drawn from a seed, or a file's. */
import { type LoadedWeights, loadWeights } from "@linknet-kit/artifacts";
import { type Weights, initialWeights } from "@linknet-kit/core";
import { type WeightOrigin, originOfFiles } from "@linknet-kit/base/files";
import { type OpenedModel, kindOf } from "@linknet-kit/sources";
import { filesOf } from "./outputs.js";
import type { Terminal } from "./terminal.js";

export interface WeightFlags {
  /** A safetensors, PyTorch, NumPy or ONNX file. */
  readonly weights?: string;
  /** Lets the seed stand in for what the file lacks. */
  readonly allowMissing?: boolean;
  readonly seed: number;
}

/** So many names of missing weights are told. */
const TOLD = 5;

/** The weights of a model; what a file of weights does not give is told, or an error. */
export async function weightsOf(
  { graph, weights: own, network }: OpenedModel,
  { weights: path, allowMissing = false, seed }: WeightFlags,
  terminal: Terminal,
): Promise<Weights> {
  const drawn = own ?? initialWeights(seed);
  if (path === undefined) return drawn;
  const { weights, missing, ...reading } = await loadWeights(path, graph, {
    nameMaps: network?.nameMaps,
    fallback: allowMissing ? drawn : undefined,
  });
  terminal.note(describeReading(path, reading));
  if (missing.length > 0) {
    const more = missing.length > TOLD ? `, ... and ${missing.length - TOLD} more` : "";
    const names = missing.slice(0, TOLD).join(", ");
    terminal.problem(`warning: ${missing.length} weights are not in it and start from seed ${seed}: ${names}${more}`);
  }
  return weights;
}

/** `weights from net.pt, of its "state_dict", by torchvision's ResNet-18, below "module."` */
function describeReading(
  file: string,
  { path, source, prefix }: Pick<LoadedWeights, "path" | "source" | "prefix">,
): string {
  const part = path.length === 0 ? "" : `, of its "${path.join(".")}"`;
  return `weights from ${file}${part}, by ${source}${prefix === "" ? "" : `, below "${prefix}"`}`;
}

/** Where those weights come from: of several files from all of them. */
export async function originOf(
  word: string,
  { weights: own }: OpenedModel,
  { weights: path }: WeightFlags,
): Promise<WeightOrigin> {
  const files = [...(own === undefined ? [] : await filesOf(word)), ...(await filesOfWeights(path))];
  return files.length === 0 ? "drawn" : await originOfFiles(files);
}

/** An ONNX file may have its weights in others. */
async function filesOfWeights(path: string | undefined): Promise<readonly string[]> {
  if (path === undefined) return [];
  return kindOf(path) === "onnx" ? await filesOf(path) : [path];
}
