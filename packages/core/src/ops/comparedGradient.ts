/** Gradients of what picks one of several elements: the picked one has it, and equals share it. */
import type { Expression, Expressions } from "../gradient.js";

/** Of a where the larger of a and b is taken; for the smaller the other way around. */
export function ofLarger(g: Expressions, { a, b, dy }: Readonly<Record<"a" | "b" | "dy", Expression>>): Expression {
  return g.where(g.greater(a, b), dy, g.where(g.equal(a, b), g.mul(dy, 0.5), 0));
}

/** Of x where y is an element of it. */
export function ofPicked(
  g: Expressions,
  { x, y, dy }: Readonly<Record<"x" | "y" | "dy", Expression>>,
  axes: readonly number[],
): Expression {
  const isPicked = g.cast(g.equal(x, y), x.type.dtype);
  return g.mul(isPicked, g.div(dy, g.sum(isPicked, axes)));
}
