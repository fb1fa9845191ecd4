/** The data types of tensors: what holds them, and what formats call them. Which of them a graph's values may have is said below the table. */

interface DataType {
  /** A `float` may be halved and trained; `boolean` is a byte, 0 or 1. */
  readonly kind: "float" | "integer" | "boolean";
  /** What holds the elements: those of float16 as bit patterns, see `decodeFloat16`. */
  readonly array: { readonly BYTES_PER_ELEMENT: number };
  /** Number of `TensorProto.DataType`: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
  readonly onnx: number;
  /** https://github.com/huggingface/safetensors */
  readonly safetensors: string;
}

/** The rows, each under the name that ONNX Runtime has for the type too. */
export const DTYPES = {
  float32: { kind: "float", array: Float32Array, onnx: 1, safetensors: "F32" },
  float16: { kind: "float", array: Uint16Array, onnx: 10, safetensors: "F16" },
  float64: { kind: "float", array: Float64Array, onnx: 11, safetensors: "F64" },
  int8: { kind: "integer", array: Int8Array, onnx: 3, safetensors: "I8" },
  int16: { kind: "integer", array: Int16Array, onnx: 5, safetensors: "I16" },
  int32: { kind: "integer", array: Int32Array, onnx: 6, safetensors: "I32" },
  int64: { kind: "integer", array: BigInt64Array, onnx: 7, safetensors: "I64" },
  uint8: { kind: "integer", array: Uint8Array, onnx: 2, safetensors: "U8" },
  uint16: { kind: "integer", array: Uint16Array, onnx: 4, safetensors: "U16" },
  uint32: { kind: "integer", array: Uint32Array, onnx: 12, safetensors: "U32" },
  uint64: { kind: "integer", array: BigUint64Array, onnx: 13, safetensors: "U64" },
  bool: { kind: "boolean", array: Uint8Array, onnx: 9, safetensors: "BOOL" },
} as const satisfies Readonly<Record<string, DataType>>;

export type DType = keyof typeof DTYPES;

/** What holds the elements of a type. */
export type ArrayOf<Type extends DType> = (typeof DTYPES)[Type]["array"]["prototype"];
export type ElementArray = ArrayOf<DType>;

/** The floats of graphs. Ops compute float16 in float32, and round to it after each (`evaluate`). */
export const FLOAT_TYPES = ["float32", "float16", "float64"] as const;
export type FloatType = (typeof FLOAT_TYPES)[number];

/** What ONNX's arithmetic takes in every opset. */
export const ARITHMETIC_TYPES = [
  ...FLOAT_TYPES,
  "int32",
  "int64",
  "uint32",
  "uint64",
] as const satisfies readonly DType[];
/** What ONNX finds the largest of along axes. */
export const COMPARED_TYPES = [...ARITHMETIC_TYPES, "int8", "uint8"] as const;
export const NUMBER_TYPES = [...COMPARED_TYPES, "int16", "uint16"] as const;
/** What may be on both sides of zero. */
export const SIGNED_TYPES = [...FLOAT_TYPES, "int32", "int64", "int8", "int16"] as const satisfies readonly DType[];
/** The types that a value of a graph may have. */
export const VALUE_TYPES = [...NUMBER_TYPES, "bool"] as const;

/** What its elements are: of floats two right results may differ by rounding. */
export function kindOfElements(dtype: DType): DataType["kind"] {
  return DTYPES[dtype].kind;
}

/** Whether ops of floats compute with it. */
export function isFloat(dtype: DType): dtype is FloatType {
  return FLOAT_TYPES.some((type) => type === dtype);
}

/** Whether float32 has all of its values: rewrites compute weights in that. */
export function isSingle(dtype: DType): dtype is "float32" | "float16" {
  return dtype === "float32" || dtype === "float16";
}

/** The type that a format knows under another name or number, by the column of the table. */
export function dtypeBy<Column extends "onnx" | "safetensors">(
  column: Column,
  name: DataType[Column],
): DType | undefined {
  return DTYPE_NAMES.find((dtype) => DTYPES[dtype][column] === name);
}

const DTYPE_NAMES = Object.keys(DTYPES) as readonly DType[];
