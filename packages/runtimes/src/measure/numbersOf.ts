import type { Tensor } from "@linknet-kit/core";
import { decodeFloat16, kindOfElements } from "@linknet-kit/core/tensors";

/** The elements as numbers that can be compared; those of 64 bits are still to be made `Number`s. */
export function numbersOf(tensor: Tensor): ArrayLike<number | bigint> {
  return tensor.dtype === "float16" ? decodeFloat16(tensor.data) : tensor.data;
}

/** Exact for integers of 64 bits too; 0 of equal values, two that are no number included, and infinite where one alone is not finite. */
export function differenceOf(a: number | bigint, b: number | bigint): number {
  if (typeof a === "bigint" && typeof b === "bigint") return Number(a < b ? b - a : a - b);
  if (a === b || Object.is(a, b)) return 0;
  const difference = Math.abs(Number(a) - Number(b));
  return Number.isFinite(difference) ? difference : Number.POSITIVE_INFINITY;
}

/** The largest difference that is allowed: integers have no rounding. */
export function allowedDifference({ dtype }: Tensor, relative: number): number {
  return kindOfElements(dtype) === "float" ? relative : 0;
}
