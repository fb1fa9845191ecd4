/** Gradients of what gathers elements, which add up where they were, and of what scatters them, which are gathered. */
import type { Absent } from "../absent.js";
import type { Expression, Expressions } from "../gradient.js";
import { elementCount, intTensor } from "../tensor.js";
import type { Reduction } from "./scatter.js";

type Gathered = Readonly<Record<"x" | "indices" | "dy", Expression>>;

/** Of x, of which parts along an axis were gathered. */
export function scatteredBack(g: Expressions, { x, indices, dy }: Gathered, axis: number): Expression {
  const { dtype, shape } = x.type;
  const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)].map((part) => elementCount({ shape: part }));
  const count = elementCount(indices.type);
  const parts = g.transpose(g.reshape(dy, [outer!, count, inner!]), [1, 0, 2]);
  const places = g.reshape(g.cast(indices, "int64"), [count, 1]);
  const none = g.zeros({ dtype, shape: [shape[axis]!, outer!, inner!] });
  const sums = g.scatterND(none, { indices: places, updates: parts, reduction: "add" });
  return g.reshape(g.transpose(sums, [1, 0, 2]), shape);
}

/** Of an image of which a pool took elements, whose indices count over all of it. */
export function putWhereTheyStood(g: Expressions, { x, indices, dy }: Gathered): Expression {
  const { dtype, shape } = x.type;
  const flat = [elementCount(dy.type)];
  const scattering = { indices: g.reshape(indices, flat), updates: g.reshape(dy, flat), reduction: "add" } as const;
  return g.reshape(g.scatterElements(g.zeros({ dtype, shape: [elementCount(x.type)] }), scattering, 0), shape);
}

/** Of x, of which parts at tuples of indices were gathered; where each tuple stands along the first axes is a number in front of it. */
export function putAtTuples(g: Expressions, { x, indices, dy }: Gathered, batchDims: number): Expression {
  const places = indices.type.shape.slice(0, -1);
  const numbers = Array.from({ length: elementCount({ shape: places }) * batchDims }, (_, index) => {
    const [tuple, axis] = [Math.floor(index / batchDims), index % batchDims];
    return Math.floor(tuple / elementCount({ shape: places.slice(axis + 1) })) % places[axis]!;
  });
  const whole =
    batchDims === 0
      ? indices
      : g.concat([g.constant(intTensor([...places, batchDims], numbers)), indices], places.length);
  return g.scatterND(g.zeros(x.type), { indices: whole, updates: dy, reduction: "add" });
}

type Scattered = Readonly<Record<"x" | "indices" | "updates" | "dy", Expression>>;

interface AlongAxis {
  readonly axis: number;
  readonly by: Reduction;
}

/** Of x: nothing of it is left where it is replaced. */
export function ofElementsUnder(
  g: Expressions,
  { indices, updates, dy }: Scattered,
  { axis, by }: AlongAxis,
): Expression | Absent {
  if (by === "add") return dy;
  if (by !== "none") return unknown(by);
  return g.scatterElements(dy, { indices, updates: g.zeros(updates.type), reduction: "none" }, axis);
}

/** Of the updates. Of several of one place the last is what counts: there each finds its own number. */
export function ofElementsPut(
  g: Expressions,
  { indices, updates, dy }: Scattered,
  { axis, by }: AlongAxis,
): Expression | Absent {
  if (by !== "none" && by !== "add") return unknown(by);
  const found = g.gatherElements(dy, indices, axis);
  if (by === "add") return found;
  const numbers = numbered(g, updates);
  const none = g.zeros({ dtype: "int64", shape: dy.type.shape });
  const last = g.gatherElements(
    g.scatterElements(none, { indices, updates: numbers, reduction: by }, axis),
    indices,
    axis,
  );
  return g.where(g.equal(numbers, last), found, 0);
}

/** As `ofElementsUnder`, of parts at tuples of indices. */
export function ofPartsUnder(g: Expressions, { indices, updates, dy }: Scattered, by: Reduction): Expression | Absent {
  if (by === "add") return dy;
  return by === "none" ? g.scatterND(dy, { indices, updates: g.zeros(updates.type), reduction: "none" }) : unknown(by);
}

/** As `ofElementsPut`. */
export function ofPartsPut(g: Expressions, { indices, updates, dy }: Scattered, by: Reduction): Expression | Absent {
  if (by !== "none" && by !== "add") return unknown(by);
  const found = g.gatherND(dy, indices, 0);
  if (by === "add") return found;
  const numbers = numbered(g, updates);
  const none = g.zeros({ dtype: "int64", shape: dy.type.shape });
  const last = g.gatherND(g.scatterND(none, { indices, updates: numbers, reduction: by }), indices, 0);
  return g.where(g.equal(numbers, last), found, 0);
}

function numbered(g: Expressions, { type: { shape } }: Expression): Expression {
  return g.constant(intTensor(shape, [...Array(elementCount({ shape })).keys()]));
}

function unknown(by: Reduction): Absent {
  return { absent: `what is scattered by ${by} has no gradients here` };
}
