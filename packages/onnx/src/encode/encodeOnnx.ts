/** A model as the bytes of one ONNX file. */
import { LinknetError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import { emitModel } from "../emit/emitModel.js";
import type { EmitOptions } from "../emit/emitOptions.js";
import { PROTOBUF_LIMIT_BYTES } from "../onnxProto.js";
import { modelChunks } from "./chunks.js";
import { layOut } from "./layout.js";

/** More than protobuf, and so any reader of ONNX, takes in one file. */
export class ModelTooLargeError extends LinknetError {
  readonly code = "MODEL_TOO_LARGE";

  constructor(data: { readonly bytes: number; readonly limit: number }) {
    super(`the model has ${data.bytes} bytes, more than the ${data.limit} that one ONNX file may hold`, {
      hint: "write it to a file: its weights then go to a second file beside it",
    });
  }
}

/** The bytes of the file that `writeOnnx` writes; an error where the weights would need a file of their own. */
export function encodeOnnx(model: Model, options: EmitOptions = {}): Uint8Array {
  const layout = layOut(emitModel(model, options));
  if (layout.bytes > PROTOBUF_LIMIT_BYTES) {
    throw new ModelTooLargeError({ bytes: layout.bytes, limit: PROTOBUF_LIMIT_BYTES });
  }
  const bytes = new Uint8Array(layout.bytes);
  let next = 0;
  for (const chunk of modelChunks(layout)) {
    bytes.set(chunk, next);
    next += chunk.length;
  }
  return bytes;
}
