/** Gradients of what only moves elements: they go back, and where elements were repeated they add up. */
import type { Expression, Expressions } from "../gradient.js";
import { intTensor } from "../tensor.js";
import { type Border, sourcesAlong } from "./border.js";
import { scatteredBack } from "./indexedGradient.js";

type Moved = Readonly<Record<"x" | "dy", Expression>>;

interface Box {
  readonly start: readonly number[];
  readonly step: readonly number[];
}

/** Of what a box was cut out of: zeros but in the box. */
export function putBack(g: Expressions, { x, dy }: Moved, { start, step }: Box): Expression {
  const { shape } = dy.type;
  if (shape.includes(0)) return g.zeros(x.type);
  const stride = step.map(Math.abs);
  const first = start.map((place, axis) => (step[axis]! < 0 ? place + (shape[axis]! - 1) * step[axis]! : place));
  const length = shape.map((side, axis) => (side - 1) * stride[axis]! + 1);
  const apart = spaced(g, turned(g, dy, step), stride);
  const cut = g.slice(apart, { start: length.map(() => 0), end: length });
  return g.pad(
    cut,
    first,
    x.type.shape.map((side, axis) => side - first[axis]! - length[axis]!),
  );
}

/** Axes with a step below 0 from their last element to their first. */
function turned(g: Expressions, x: Expression, step: readonly number[]): Expression {
  const { shape } = x.type;
  const isTurned = shape.map((side, axis) => step[axis]! < 0 && side > 1);
  return g.slice(x, {
    start: shape.map((side, axis) => (isTurned[axis] ? side - 1 : 0)),
    end: shape.map((side, axis) => (isTurned[axis] ? -1 : side)),
    step: isTurned.map((turns) => (turns ? -1 : 1)),
  });
}

/** Zeros behind each element, so that the next is `stride` further on. */
function spaced(g: Expressions, x: Expression, stride: readonly number[]): Expression {
  if (stride.every((step) => step === 1)) return x;
  const { shape } = x.type;
  const alone = g.reshape(
    x,
    shape.flatMap((side) => [side, 1]),
  );
  const padded = g.pad(
    alone,
    stride.flatMap(() => [0, 0]),
    stride.flatMap((step) => [0, step - 1]),
  );
  return g.reshape(
    padded,
    shape.map((side, axis) => side * stride[axis]!),
  );
}

/** Of what has a border: without it, or, where it repeats elements, with it added to these. */
export function withoutBorder(g: Expressions, { x, dy }: Moved, { before, after, mode }: Border): Expression {
  const { shape } = x.type;
  if (mode === "constant") return g.slice(dy, { start: before, end: shape.map((side, axis) => before[axis]! + side) });
  const axes = [...shape.keys()].filter((axis) => before[axis]! + after[axis]! > 0).toReversed();
  return axes.reduce((sum: Expression, axis) => {
    const sources = sourcesAlong(shape[axis]!, { before: before[axis]!, after: after[axis]!, mode });
    const indices = g.constant(intTensor([sources.length], sources));
    const inner = { type: { dtype: x.type.dtype, shape: sum.type.shape.with(axis, shape[axis]!) }, name: x.name };
    return scatteredBack(g, { x: inner, indices, dy: sum }, axis);
  }, dy);
}

/** Of what was repeated along its axes. */
export function sumOfCopies(g: Expressions, { x, dy }: Moved, repeats: readonly number[]): Expression {
  const tiles = g.reshape(
    dy,
    x.type.shape.flatMap((side, axis) => [repeats[axis]!, side]),
  );
  const sums = g.sum(
    tiles,
    repeats.map((_, axis) => 2 * axis),
  );
  return g.reshape(sums, x.type.shape);
}

/** Of each of what was joined. */
export function cutApart(
  g: Expressions,
  { xs, dy }: { readonly xs: readonly Expression[]; readonly dy: Expression },
  axis: number,
): readonly Expression[] {
  let next = 0;
  return xs.map(({ type: { shape } }) => {
    const first = next;
    next += shape[axis]!;
    return g.slice(dy, { start: shape.map((_, each) => (each === axis ? first : 0)), end: shape.with(axis, next) });
  });
}
