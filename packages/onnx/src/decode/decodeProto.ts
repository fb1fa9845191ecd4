/** From bytes to ONNX's records. Tensors keep pointing into the bytes. */
import type { ReadBudget } from "./budget.js";
import { OnnxBudgetError } from "./errors.js";
import { type ModelRecord, model } from "./records.js";
import { decodeWire } from "./wireDecoder.js";

export function decodeProto(bytes: Uint8Array, budget: ReadBudget): ModelRecord {
  if (bytes.length > budget.fileBytes) throw new OnnxBudgetError({ what: "bytes", limit: budget.fileBytes });
  return decodeWire(bytes, "model", model, budget);
}
