/** Parts of a tensor, one behind the other along an axis. */
import type { SymbolicTensor } from "../builder.js";
import { slice } from "./slice.js";

/** A slice for each length; together they are no longer than the side. */
export function partsAlong(x: SymbolicTensor, axis: number, lengths: readonly number[]): readonly SymbolicTensor[] {
  const { shape } = x.type;
  let first = 0;
  return lengths.map((length) => {
    const start = shape.map((_, each) => (each === axis ? first : 0));
    first += length;
    return slice({ start, end: shape.with(axis, first), step: shape.map(() => 1) })(x);
  });
}
