/** From bytes to ONNX's records. Tensors keep pointing into the bytes. */
import { ModelProto, type onnx } from "../onnxProto.js";
import type { ReadBudget } from "./budget.js";
import { checkWire } from "./checkWire.js";
import { DamagedOnnxError, OnnxBudgetError } from "./errors.js";

export function decodeProto(bytes: Uint8Array, budget: ReadBudget): onnx.IModelProto {
  if (bytes.length > budget.fileBytes) throw new OnnxBudgetError({ what: "bytes", limit: budget.fileBytes });
  checkWire(bytes, budget);
  try {
    return ModelProto.decode(bytes);
  } catch (cause) {
    throw new DamagedOnnxError({ problem: "its records cannot be decoded", cause });
  }
}
