/** Values of few elements as one vector, for what is done to each element by itself: a node takes less time at one of them than it takes to start. */
import type { Expression, Expressions } from "../gradient.js";
import { type TensorType, elementCount } from "../tensor.js";

export interface Parcel {
  /** Values of the types, in their order, as one vector. */
  readonly join: (values: readonly Expression[]) => Expression;
  /** Such a vector as values of the types. */
  readonly part: (joined: Expression) => readonly Expression[];
}

/** Of values of one data type; one alone stays as it is. */
export function parcelOf(g: Expressions, types: readonly TensorType[]): Parcel {
  if (types.length === 1) return { join: ([value]) => value!, part: (joined) => [joined] };
  const counts = types.map(elementCount);
  const starts = counts.map((_, index) => counts.slice(0, index).reduce((sum, count) => sum + count, 0));
  return {
    join: (values) =>
      g.concat(
        values.map((value, index) => g.reshape(value, [counts[index]!])),
        0,
      ),
    part: (joined) =>
      types.map(({ shape }, index) => {
        const start = starts[index]!;
        return g.reshape(g.slice(joined, { start: [start], end: [start + counts[index]!] }), shape);
      }),
  };
}
