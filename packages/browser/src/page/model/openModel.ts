/** A source and an image size to a model with fixed shapes, or to what at least a runtime can load. */
import type { Size } from "@linknet-kit/bench/measure";
import { type Model, type Value, sameType, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import {
  DynamicShapeError,
  UnsupportedModelError,
  UnsupportedOpsError,
  decodeOnnx,
  encodeOnnx,
} from "@linknet-kit/onnx/bytes";
import { encodeTfjs } from "@linknet-kit/tfjs/artifacts";
import type { LoadedArtifact } from "../../worker/protocol.js";
import type { ModelSource } from "./modelSource.js";
import { fixSignature } from "./fixSignature.js";

/** Of the weights, as in `linknet bench`: none of them is neutral, so that the output check sees every parameter. */
const SEED = 1;

export interface OpenedModel {
  /** The graph and its weights; absent where only a runtime can read them. */
  readonly model?: Model;
  /** The files as they were given, where every size in them is fixed. */
  readonly given?: LoadedArtifact;
  /** Absent where only the runtime knows. */
  readonly inputs?: readonly Value[];
}

/** Sizes that a file leaves open become `size`; what is no model is an error that says why. */
export function openModel(source: ModelSource, size: Size): OpenedModel {
  switch (source.kind) {
    case "network": {
      const graph = buildNetwork(source.name, { size });
      return { model: { graph, weights: scrambledWeights(graph, SEED) }, inputs: graph.inputs };
    }
    case "onnx":
      return openOnnx(source.bytes, size);
    default:
      return openTfjs(source.artifacts, size);
  }
}

/** What a runtime of that format loads; an error where the model cannot be had in it. */
export function artifactOf({ model, given }: OpenedModel, format: LoadedArtifact["format"]): LoadedArtifact {
  if (given?.format === format) return given;
  if (model === undefined) {
    const [have, want] = format === "onnx" ? ["a tfjs model", "ONNX Runtime"] : ["an ONNX model", "tfjs"];
    throw new Error(`this is ${have} that cannot be converted for ${want}: choose another runtime`);
  }
  return format === "onnx"
    ? { format, bytes: encodeOnnx(model, { target: "onnxruntime" }) }
    : { format, artifacts: encodeTfjs(model) };
}

function openOnnx(bytes: Uint8Array, size: Size): OpenedModel {
  const given = { format: "onnx", bytes } as const;
  try {
    const model = decodeWithSize(bytes, size);
    const { inputs } = model.graph;
    return isFixed(bytes, inputs) ? { model, given, inputs } : { model, inputs };
  } catch (error) {
    // The runtime may know what we do not.
    if (error instanceof UnsupportedOpsError || error instanceof UnsupportedModelError) return { given };
    throw error;
  }
}

function decodeWithSize(bytes: Uint8Array, size: Size): Model {
  const inputShapes: Record<string, readonly number[]> = {};
  for (;;) {
    try {
      return decodeOnnx(bytes, { inputShapes });
    } catch (error) {
      if (!(error instanceof DynamicShapeError) || Object.hasOwn(inputShapes, error.input)) throw error;
      const shape = imageShape(error.shape, size);
      if (shape === undefined)
        throw new Error(`${error.message}: this page can only fill in the sizes of images`, { cause: error });
      inputShapes[error.input] = shape;
    }
  }
}

/** Images channels-first, of any number of which one is run. */
function imageShape(shape: DynamicShapeError["shape"], { width, height }: Size): readonly number[] | undefined {
  if (shape?.length !== 4) return undefined;
  return [1, 3, height, width].map((side, axis) => (typeof shape[axis] === "number" ? shape[axis] : side));
}

/** Whether the file itself says all of these shapes, the batch too. */
function isFixed(bytes: Uint8Array, inputs: readonly Value[]): boolean {
  try {
    const doubled = decodeOnnx(bytes, { batch: 2 }).graph.inputs;
    return inputs.every(({ type }, index) => sameType(type, doubled[index]!.type));
  } catch (error) {
    if (error instanceof DynamicShapeError) return false;
    throw error;
  }
}

function openTfjs(artifacts: Parameters<typeof fixSignature>[0], size: Size): OpenedModel {
  const fixed = fixSignature(artifacts, size);
  return { given: { format: "tfjs", artifacts: fixed.artifacts }, inputs: fixed.inputs };
}
