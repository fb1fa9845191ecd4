import type { RuntimeTensor } from "@linknet-kit/core";
import { decodeFloat16 } from "@linknet-kit/core/tensors";

/** The elements as numbers that can be compared; those of 64 bits are still to be made `Number`s. */
export function numbersOf(tensor: RuntimeTensor): ArrayLike<number | bigint> {
  return tensor.dtype === "float16" ? decodeFloat16(tensor.data) : tensor.data;
}
