/** Borders around a tensor: of one value, or of its own elements. */
import type { ElementArray } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type Shape, type Tensor, filled } from "../tensor.js";
import { copyView, cut, viewOf } from "./view.js";

/** A value all around, the tensor in a mirror, its outermost elements again and again, or the tensor from its other end on. */
export const BORDERS = ["constant", "reflect", "edge", "wrap"] as const;

export interface Border {
  /** Elements added before the first and behind the last, along each axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly mode: (typeof BORDERS)[number];
  /** Of `constant`. */
  readonly value: number;
}

/** An error where there are too few elements to make a border of: a mirror shows each but the outermost once, and so does the other end all. */
export function checkBorder(shape: Shape, { before, after, mode }: Border): void {
  for (const [axis, side] of shape.entries()) {
    const most = { constant: Infinity, edge: side > 0 ? Infinity : 0, reflect: Math.max(0, side - 1), wrap: side };
    const wanted = Math.max(before[axis]!, after[axis]!);
    if (wanted <= most[mode]) continue;
    throw new InvalidNodeError({ problem: `${side} elements make no border of ${wanted} in mode ${mode}` });
  }
}

/** What stands along one padded axis at each place, as places of the axis without its border. */
export function sourcesAlong(side: number, { before, after, mode }: BorderAlong): readonly number[] {
  const last = side - 1;
  const sourceOf = {
    reflect: (place: number) => last - Math.abs(last - Math.abs(place)),
    edge: (place: number) => Math.min(last, Math.max(0, place)),
    wrap: (place: number) => (place + side) % side,
  }[mode];
  return Array.from({ length: before + side + after }, (_, place) => sourceOf(place - before));
}

interface BorderAlong {
  readonly before: number;
  readonly after: number;
  readonly mode: Exclude<Border["mode"], "constant">;
}

/** The tensor in the middle of its border. */
export function bordered(x: Tensor, border: Border, shape: Shape): Tensor {
  const { before, mode } = border;
  const y = filled(x.dtype, shape, mode === "constant" ? border.value : 0);
  copyView(viewOf<ElementArray>(x), cut(viewOf<ElementArray>(y), { start: before, shape: x.shape }));
  if (mode === "constant") return y;
  for (const axis of shape.keys()) repeatAlong(axis, { x, y, before, mode, after: border.after });
  return y;
}

interface Repetition extends Omit<Border, "value"> {
  readonly x: Tensor;
  /** Written to. */
  readonly y: Tensor;
  readonly mode: BorderAlong["mode"];
}

/** Copies slabs to the ends of an axis; those of axes before it have their ends already, which fill the corners. */
function repeatAlong(axis: number, { x, y, before, after, mode }: Repetition): void {
  const whole = viewOf<ElementArray>(y);
  const slab = (place: number) =>
    cut(whole, {
      start: before.map((each, other) => (other < axis ? 0 : other > axis ? each : place)),
      shape: y.shape.map((side, other) => (other < axis ? side : other > axis ? x.shape[other]! : 1)),
    });
  const [first, side] = [before[axis]!, x.shape[axis]!];
  const sources = sourcesAlong(side, { before: first, after: after[axis]!, mode });
  for (const [place, source] of sources.entries()) {
    if (place < first || place >= first + side) copyView(slab(first + source), slab(place));
  }
}
