/** Names and types of values. */
import type { Value } from "@linknet-kit/core";
import { BATCH, dataTypeOf, type onnx } from "../onnxProto.js";

/** A value with its type; a dynamic batch stands on its first axis. */
export function emitValue({ name, type }: Value, dynamicBatch: boolean): onnx.IValueInfoProto {
  const dim = type.shape.map((side, axis) => (dynamicBatch && axis === 0 ? { dimParam: BATCH } : { dimValue: side }));
  return { name, type: { tensorType: { elemType: dataTypeOf(type.dtype), shape: { dim } } } };
}
