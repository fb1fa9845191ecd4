/** Models as what runtimes of a browser load, and their weights, in memory: nothing here touches files. */
import { type Graph, type Model, type Weights, toFloat32 } from "@linknet-kit/core";
import { encodeOnnx } from "@linknet-kit/onnx/bytes";
import { type ModelArtifacts, encodeTfjs } from "@linknet-kit/tfjs/artifacts";
import { decodeSafetensors, matchWeights } from "@linknet-kit/weights/bytes";
import { type ModelFormat, usualTarget } from "./targets.js";

export { modelFormats } from "./targets.js";

/** The bytes of an ONNX file, or a tfjs graph model. */
export type EncodedArtifact =
  | { readonly format: "onnx"; readonly bytes: Uint8Array }
  | { readonly format: "tfjs"; readonly artifacts: ModelArtifacts };

/** The model as `writeArtifact` writes it for the usual target of its format; an error where that has no such model. */
export function encodeArtifact(model: Model, format: ModelFormat): EncodedArtifact {
  return format === "onnx"
    ? { format, bytes: encodeOnnx(model, { target: usualTarget(format).name }) }
    : { format, artifacts: encodeTfjs(toFloat32.run(model)) };
}

/** The weights of a safetensors file that has those of the graph by their names, and no others; an error where it has not. */
export function decodeWeights(bytes: Uint8Array, graph: Graph): Weights {
  return matchWeights(graph, decodeSafetensors(bytes).tensors).weights;
}
