/** Tensors that are files of their own, as ONNX's tests keep what models are fed and give. */
import type { Tensor } from "@linknet-kit/core";
import { TensorImporter } from "./importTensor.js";
import { DEFAULT_BUDGET, type ReadBudget } from "../decode/budget.js";
import { tensor } from "../decode/records.js";
import { decodeWire } from "../decode/wireDecoder.js";

/** The tensor in the bytes of one `TensorProto`; a `DamagedOnnxError`, an `InvalidTensorError` or an `OnnxBudgetError` where there is none. */
export function decodeTensor(bytes: Uint8Array, budget: Partial<ReadBudget> = {}): Tensor {
  const limits = { ...DEFAULT_BUDGET, ...budget };
  const record = decodeWire(bytes, "tensor", tensor, limits);
  return new TensorImporter(limits.tensorBytes, new Map()).import(record).read();
}
