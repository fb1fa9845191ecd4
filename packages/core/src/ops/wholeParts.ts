/** Slices that together are a whole tensor, one behind the other along an axis. */
import type { TensorType } from "../tensor.js";

/** As a slice has it. */
interface Box {
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly step: readonly number[];
}

export interface Parts {
  readonly axis: number;
  /** Positions among the boxes, from the first element of the axis on. */
  readonly parts: readonly number[];
  readonly lengths: readonly number[];
}

/** The boxes that lie along one axis and leave nothing of it out, two or more; of several axes the first. */
export function wholeParts({ shape }: TensorType, boxes: readonly Box[]): Parts | undefined {
  const axes = boxes.map((box) => axisCut(shape, box));
  for (const [axis, side] of shape.entries()) {
    const cut = [...boxes.keys()].filter((position) => axes[position] === axis);
    const byStart = new Map(cut.map((position) => [boxes[position]!.start[axis]!, position]));
    const found = chainOf(byStart, (position) => boxes[position]!.end[axis]!, side);
    if (found === undefined) continue;
    const lengths = found.map((position) => boxes[position]!.end[axis]! - boxes[position]!.start[axis]!);
    return { axis, parts: found, lengths };
  }
  return undefined;
}

/** Whether all parts are as long as the first. */
export function isEven(lengths: readonly number[]): boolean {
  return lengths.every((length) => length === lengths[0]);
}

/** The one axis of which a box leaves something out, but has something, in steps of one. */
function axisCut(shape: readonly number[], { start, end, step }: Box): number | undefined {
  const cut = [...shape.keys()].filter((axis) => start[axis] !== 0 || end[axis] !== shape[axis] || step[axis] !== 1);
  const [axis] = cut;
  return cut.length === 1 && step[axis!] === 1 && end[axis!]! > start[axis!]! ? axis : undefined;
}

function chainOf(
  byStart: ReadonlyMap<number, number>,
  endOf: (position: number) => number,
  side: number,
): readonly number[] | undefined {
  const chain: number[] = [];
  for (let start = 0; start < side; start = endOf(chain.at(-1)!)) {
    const next = byStart.get(start);
    if (next === undefined) return undefined;
    chain.push(next);
  }
  return chain.length > 1 ? chain : undefined;
}
