/** Weights of a file for a model. */
import {
  type Graph,
  type LazyTensor,
  type NameMap,
  type Tensor,
  type TensorType,
  type Weights,
  elementCount,
  kindOfElements,
} from "@linknet-kit/core";
import type { MatchedWeights } from "@linknet-kit/weights";

export interface WeightChoices {
  /** Names that others have for the same weights. */
  readonly nameMaps?: readonly NameMap[] | undefined;
  /** What stands in for weights that the file lacks; unless given, those are an error. */
  readonly fallback?: Weights | undefined;
}

export interface LoadedWeights extends MatchedWeights {
  /** The keys that lead to the weights in a file that holds more. */
  readonly path: readonly string[];
}

/**
 * The weights of a safetensors, PyTorch, NumPy or ONNX file that fit the graph's names, or one of the maps; `missing` are those that the
 * file lacks.
 */
export async function loadWeights(path: string, graph: Graph, choices: WeightChoices = {}): Promise<LoadedWeights> {
  const { matchWeights, readWeights } = await import("@linknet-kit/weights");
  if (!path.toLowerCase().endsWith(".onnx")) {
    const { tensors, path: keys } = await readWeights(path);
    return { ...matchWeights(graph, tensors, choices), path: keys };
  }
  return { ...matchWeights(graph, await initializers(path), { ...choices, isLeftOut: isOperand }), path: [] };
}

/** Longer than what nodes say for each axis of their input: pads, scales, a value to fill with. */
const LONGEST_OPERAND = 8;

/** Whether an initializer may be what a node is told rather than what was trained. */
function isOperand({ dtype, shape }: TensorType): boolean {
  return kindOfElements(dtype) !== "float" || (shape.length <= 1 && elementCount({ shape }) <= LONGEST_OPERAND);
}

async function initializers(path: string): Promise<ReadonlyMap<string, Tensor>> {
  const { openOnnxFile } = await import("@linknet-kit/onnx");
  const tensors = [...(await openOnnxFile(path)).initializers()];
  return new Map(tensors.map(([name, tensor]) => [name, readLater(tensor)]));
}

/** The values of one tensor at a time: they may lie in another file, and together be more than memory has. */
function readLater(tensor: LazyTensor): Tensor {
  return {
    dtype: tensor.dtype,
    shape: tensor.shape,
    get data() {
      return tensor.read().data;
    },
  } as Tensor;
}
