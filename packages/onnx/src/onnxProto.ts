/** ONNX's protobuf messages (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): plain records to everyone but the two codecs. */
import { type DType, DTYPES, dtypeBy } from "@linknet-kit/core";
import { AttributeProto, TensorProto } from "./bundled/onnxProto.js";

export { AttributeProto, GraphProto, ModelProto, TensorProto, type onnx } from "./bundled/onnxProto.js";

/** ONNX's number of a data type. */
export function dataTypeOf(dtype: DType): number {
  return DTYPES[dtype].onnx;
}

/** ONNX's numbers of the kinds of attributes that are read, and of a tensor's values being in another file. */
export const ATTRIBUTE_TYPES: Readonly<Record<"INT" | "FLOAT" | "STRING" | "INTS" | "FLOATS" | "TENSOR", number>> =
  AttributeProto.AttributeType;
export const EXTERNAL: number = TensorProto.DataLocation.EXTERNAL;

/** ONNX's name of a data type, for messages. */
export function dataTypeName(dataType: number): string {
  return TensorProto.DataType[dataType] ?? `data type ${dataType}`;
}

/** The type of a declared tensor, if tensors of it can be made here, and its name; `undefined` stands for what is no tensor. */
export function elementTypeOf(dataType: number | undefined): { dtype?: DType; declared: string } {
  if (dataType === undefined) return { declared: "no tensor" };
  const dtype = dtypeBy("onnx", dataType);
  return { ...(dtype === undefined ? {} : { dtype }), declared: dataTypeName(dataType) };
}

/** The name under which the batch stands in a file where it is dynamic. */
export const BATCH = "batch";

/** The most that any reader of protobuf takes as one message. */
export const PROTOBUF_LIMIT_BYTES = 2 ** 31 - 1;
