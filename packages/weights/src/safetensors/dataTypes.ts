/** The data types of safetensors, and those of them that tensors here can hold: https://github.com/huggingface/safetensors */
import {
  DTYPES,
  type DType,
  type Shape,
  type Tensor,
  type TensorType,
  VALUE_TYPES,
  dtypeBy,
  tensorOfBytes,
} from "@linknet-kit/core";

/** Bits of an element. Types that are not listed are unknown, not only unsupported. */
export const BITS: ReadonlyMap<string, number> = new Map([
  ...(["F64", "I64", "U64", "C64"] as const).map((name) => [name, 64] as const),
  ...(["F32", "I32", "U32"] as const).map((name) => [name, 32] as const),
  ...(["F16", "BF16", "I16", "U16"] as const).map((name) => [name, 16] as const),
  ...(["I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0"] as const).map((name) => [name, 8] as const),
]);

/** The data types that are read. BF16 becomes float32, which holds all of its values. */
export const SUPPORTED = [...VALUE_TYPES.map((dtype) => DTYPES[dtype].safetensors), "BF16"] as const;
export type SupportedType = (typeof SUPPORTED)[number];

/** The name under which a type is written. */
export function typeNameOf(dtype: DType): string {
  return DTYPES[dtype].safetensors;
}

export function isSupported(name: string): name is SupportedType {
  return SUPPORTED.some((each) => each === name);
}

/** The tensor whose bytes these are, as many as its shape has. */
export function tensorOf(name: SupportedType, shape: Shape, bytes: Uint8Array): Tensor {
  if (name !== "BF16") return tensorOfBytes({ dtype: dtypeBy("safetensors", name)!, shape }, bytes);
  const type: TensorType = { dtype: "float32", shape };
  // A bfloat16 is the upper half of a float32.
  const widened = new Uint8Array(2 * bytes.length);
  for (let index = 0; index < bytes.length; index += 2) {
    widened[2 * index + 2] = bytes[index]!;
    widened[2 * index + 3] = bytes[index + 1]!;
  }
  return tensorOfBytes(type, widened);
}
