/**
 * Walks over tensors that lie in memory in any way that a stride an axis describes: whole, cut out, turned, stretched or backwards.
 * Several are walked together, row by row. The loop over a row is the caller's, so that nothing is called for each element. It should be a
 * function of a module, not one made for the walk: V8 optimises that late, and forgets it.
 */
import type { Shape } from "../tensor.js";

/** Where a tensor's elements are in its data. */
export interface Placement {
  /** Of the first element. */
  readonly start: number;
  /** From one position of each axis to the next: 0 where one element stands for all, negative where the axis runs backwards. */
  readonly strides: readonly number[];
}

/** One row of every operand. It is the same object from row to row. */
export interface Row {
  readonly length: number;
  /** Where the row begins, by operand. */
  readonly starts: readonly number[];
  /** From one element of the row to the next, by operand. */
  readonly steps: readonly number[];
}

/** Calls `visit` with every row of `shape` and the operands, in row-major order; never where a side is 0, and once for a scalar. */
export function forEachRow<Operand extends Placement>(
  shape: Shape,
  operands: readonly Operand[],
  visit: (row: Row, operands: readonly Operand[]) => void,
): void {
  if (shape.includes(0)) return;
  const axes = mergeAxes(shape, operands);
  const last = axes.pop() ?? { side: 1, strides: operands.map(() => 0) };
  const starts = operands.map(({ start }) => start);
  const positions = axes.map(() => 0);
  const row = { length: last.side, starts, steps: last.strides };
  do visit(row, operands);
  while (advance(axes, positions, starts));
}

/** Elements from one position of each axis to the next where a tensor is whole and row-major. */
export function rowMajorStrides(shape: Shape): readonly number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Where each position of a grid is, in row-major order, from the first one on and by the steps along its axes. */
export function placesOf(counts: Shape, steps: readonly number[]): readonly number[] {
  return counts.reduce<readonly number[]>(
    (places, count, axis) =>
      places.flatMap((place) => Array.from({ length: count }, (_, position) => place + position * steps[axis]!)),
    [0],
  );
}

interface Axis {
  readonly side: number;
  /** By operand. */
  readonly strides: readonly number[];
}

/** The same walk over as few axes as will do: an axis is one with the axis before it where every operand runs on from one into the other. */
function mergeAxes(shape: Shape, operands: readonly Placement[]): Axis[] {
  const merged: Axis[] = [];
  for (const [axis, side] of shape.entries()) {
    if (side === 1) continue;
    const strides = operands.map((operand) => operand.strides[axis]!);
    const before = merged.at(-1);
    const runsOn = before?.strides.every((stride, operand) => stride === side * strides[operand]!) ?? false;
    if (runsOn) merged.pop();
    merged.push({ side: runsOn ? before!.side * side : side, strides });
  }
  return merged;
}

/** Moves `starts` to the next row as an odometer turns; false after the last row. */
function advance(axes: readonly Axis[], positions: number[], starts: number[]): boolean {
  for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
    const { side, strides } = axes[axis]!;
    const moved = positions[axis]! + 1 < side ? 1 : 1 - side;
    positions[axis]! += moved;
    for (let operand = 0; operand < starts.length; operand += 1) starts[operand]! += moved * strides[operand]!;
    if (moved === 1) return true;
  }
  return false;
}
