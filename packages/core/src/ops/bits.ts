/** Ops on the bits of whole numbers: what they have in common. */
import { elementCount } from "../tensor.js";
import { OF_TWO, elementwiseCost } from "./elementwise.js";

/** Whole numbers without a sign. */
export const UNSIGNED_TYPES = ["uint8", "uint16", "uint32", "uint64"] as const;
export const WHOLE_TYPES = [...UNSIGNED_TYPES, "int8", "int16", "int32", "int64"] as const;

/** What ops of the bits of two whole numbers have in common. */
export const BITS_OF_TWO = {
  ...OF_TWO,
  types: { T: WHOLE_TYPES },
  attributes: {},
  countCost: (_: object, { y }: { readonly y: { readonly shape: readonly number[] } }) =>
    elementwiseCost(elementCount(y)),
  tfjs: { absent: "tfjs has no bits of whole numbers on every backend" },
} as const;
