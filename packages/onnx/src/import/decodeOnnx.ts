/** Models from the bytes of ONNX files. */
import type { Model } from "@linknet-kit/core";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { type ImportOptions, importModel } from "./importModel.js";

/** The model in the bytes of one ONNX file; weights in other files are refused. */
export function decodeOnnx(bytes: Uint8Array, options: ImportOptions = {}): Model {
  return importModel(decodeProto(bytes, { ...DEFAULT_BUDGET, ...options.budget }), options);
}
