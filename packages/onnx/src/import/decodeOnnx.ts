/** Models from the bytes of ONNX files. */
import type { Model } from "@linknet-kit/core";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { externalValuesIn } from "./externalPlace.js";
import { type ImportOptions, importModel } from "./importModel.js";

export interface DecodeOptions extends ImportOptions {
  /** The files that lie beside it with weights, by the names that it gives them. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/** The model in the bytes of one ONNX file; weights in files that are not given are refused. */
export function decodeOnnx(bytes: Uint8Array, { files, ...options }: DecodeOptions = {}): Model {
  const proto = decodeProto(bytes, { ...DEFAULT_BUDGET, ...options.budget });
  const external = files && externalValuesIn(proto.graph?.initializer ?? [], files);
  return importModel(proto, options, external);
}
