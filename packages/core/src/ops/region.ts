/** A box of a tensor with a step along each axis: what padding writes to and slicing reads from. */
import type { Shape } from "../tensor.js";

export interface Region {
  /** Of the whole tensor. */
  readonly shape: Shape;
  readonly start: readonly number[];
  readonly step: readonly number[];
  /** Elements taken along each axis. */
  readonly count: readonly number[];
}

/** Calls `visit` with the flat index of every element of the region, in row-major order. */
export function forEachElement({ shape, start, step, count }: Region, visit: (index: number) => void): void {
  const walk = (axis: number, base: number): void => {
    if (axis === shape.length) {
      visit(base);
      return;
    }
    for (let taken = 0; taken < count[axis]!; taken += 1) {
      walk(axis + 1, base * shape[axis]! + start[axis]! + taken * step[axis]!);
    }
  };
  walk(0, 0);
}
