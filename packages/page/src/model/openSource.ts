/** A source and an image size to a model with fixed shapes, or to what at least a runtime can load. */
import { recipeNetwork } from "@linknet-kit/accuracy/recipe";
import { decodeWeights, encodeArtifact, modelFormats } from "@linknet-kit/artifacts/memory";
import { type Model, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { type DeclaredValue, decodeOnnx, describeBytes, isUnreadable } from "@linknet-kit/onnx/bytes";
import type { InputValue } from "@linknet-kit/runtimes";
import { feedableInputs } from "@linknet-kit/runtimes/measure";
import { describeTfjs } from "@linknet-kit/tfjs/artifacts";
import type { LoadedArtifact } from "@linknet-kit/browser/worker";
import type { ModelSource, OnnxSource, TfjsSource, TrainedSource } from "./modelSource.js";
import { type OpenAxes, fillShapes, isFixed } from "./openAxes.js";

/** Of the weights, as in `linknet bench`: none of them is neutral, so that the output check sees every parameter. */
const SEED = 1;

export interface OpenedSource {
  /** The graph and its weights; absent where only a runtime can read them. */
  readonly model?: Model;
  /** The files as they were given, where every size in them is fixed. */
  readonly given?: LoadedArtifact;
  readonly inputs: readonly InputValue[];
  /** As its file declares them, in words: `image (float32[n x 3 x 96 x 160])`. */
  readonly declared: readonly string[];
  /** Whether any of its numbers are of 16 bits, so that its outputs agree less closely. */
  readonly isHalf?: boolean;
}

/** Opens a source at the given sizes, where its file leaves them open; what is no model is an error that says why. */
export function openSource(source: ModelSource, axes: OpenAxes): OpenedSource {
  switch (source.kind) {
    case "network": {
      const graph = buildNetwork(source.name, { ...axes });
      return { model: { graph, weights: scrambledWeights(graph, SEED) }, inputs: graph.inputs, declared: [] };
    }
    case "trained":
      return openTrained(source, axes);
    case "onnx":
      return openOnnx(source, axes);
    default:
      return openTfjs(source, axes);
  }
}

function openTrained({ recipe, weights }: TrainedSource, { size }: OpenAxes): OpenedSource {
  const graph = recipeNetwork({ ...recipe, size });
  return { model: { graph, weights: decodeWeights(weights, graph) }, inputs: graph.inputs, declared: [] };
}

/** The formats that the model can be had in. */
export function formatsOf({ model, given }: OpenedSource): readonly LoadedArtifact["format"][] {
  return model === undefined ? [given!.format] : modelFormats;
}

/** What a runtime of that format loads; an error where the model cannot be had in it. */
export function artifactOf({ model, given }: OpenedSource, format: LoadedArtifact["format"]): LoadedArtifact {
  if (given?.format === format) return given;
  if (model === undefined) {
    const [have, want] = format === "onnx" ? ["a tfjs model", "ONNX Runtime"] : ["an ONNX model", "tfjs"];
    throw new Error(`this is ${have} that cannot be converted for ${want}: choose another runtime`);
  }
  return encodeArtifact(model, format);
}

/** What that artifact is fed: tfjs has no float16, so that a model made for it takes what it is made from in float32. */
export function inputsOf({ given, inputs }: OpenedSource, format: LoadedArtifact["format"]): readonly InputValue[] {
  if (format === "onnx" || given?.format === "tfjs") return inputs;
  return inputs.map((input) =>
    input.type.dtype === "float16" ? { ...input, type: { ...input.type, dtype: "float32" } } : input,
  );
}

function openOnnx({ name, bytes, beside = [] }: OnnxSource, axes: OpenAxes): OpenedSource {
  const { inputs: ends, isHalf } = describeBytes(bytes);
  const inputShapes = fillShapes(ends, axes);
  const inputs = feedableInputs(name, ends, { inputShapes });
  const about = { declared: ends.map(describeInput), isHalf };
  const given = { format: "onnx", bytes, ...(beside.length === 0 ? {} : { beside }) } as const;
  const fixed = ends.every(isFixed) ? { given } : {};
  const files = new Map(beside.map((file) => [file.path, file.bytes]));
  try {
    const model = decodeOnnx(bytes, { inputShapes, files });
    return { model, inputs: model.graph.inputs, ...about, ...fixed };
  } catch (error) {
    // A runtime may know what we do not; open sizes it fills in by what it is fed.
    if (isUnreadable(error)) throw error;
    return { given, inputs, ...about };
  }
}

/** Open sizes tfjs fills in by what it is fed. */
function openTfjs({ name, artifacts }: TfjsSource, axes: OpenAxes): OpenedSource {
  const { inputs: ends } = describeTfjs(artifacts);
  const inputs = feedableInputs(name, ends, { inputShapes: fillShapes(ends, axes) });
  const isHalf = artifacts.weightSpecs.some(({ quantization }) => quantization !== undefined);
  return { given: { format: "tfjs", artifacts }, inputs, declared: ends.map(describeInput), isHalf };
}

function describeInput({ name, dtype, shape = [] }: Pick<DeclaredValue, "name" | "dtype" | "shape">): string {
  return `${name} (${dtype}[${shape.join(" x ")}])`;
}
