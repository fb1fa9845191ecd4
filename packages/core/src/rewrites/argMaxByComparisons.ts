/**
 * Finds labels by comparing one class after the other with the largest so far. These are the kernels that processors run fastest: along an
 * axis that is not the last, an arg-max jumps from class to class for each pixel. What is no number is never larger, and of equals the
 * lower class stays, as in `argMax`.
 */
import type { DType } from "../dtypes.js";
import type { Value } from "../graph.js";
import { castOp } from "../ops/cast.js";
import { greaterOp } from "../ops/greater.js";
import { reshapeOp } from "../ops/reshape.js";
import { sliceOp } from "../ops/slice.js";
import { whereOp } from "../ops/where.js";
import { castTensor, elementCount, floatTensor } from "../tensor.js";
import { argMaxBefore } from "./castArgMax.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

/** Three nodes a class: beyond, what each of them costs to start is no longer nothing. */
const MOST_CLASSES = 256;
const FEWEST_PIXELS = 4096;

const compare = rule(castOp, (cast, edit) => {
  const found = argMaxBefore(cast, edit);
  if (found === undefined) return;
  const { argMax, axis } = found;
  const { shape } = found.x.type;
  const classes = shape[axis]!;
  // The last axis has its elements side by side, where an arg-max is fast.
  const isLast = axis === shape.length - 1;
  if (isLast || classes < 2 || classes > MOST_CLASSES) return;
  if (elementCount({ shape }) / classes < FEWEST_PIXELS) return;
  const x = inFloat32(found.x, `${argMax.name}/float32`, edit);
  const classOf = planesOf(x, { axis, name: argMax.name }, edit);
  const labels = largestOf(classOf, { classes, name: argMax.name, to: cast.attributes.to }, edit);
  edit.replace(cast, {
    ...cast,
    op: reshapeOp,
    inputs: { x: labels },
    attributes: { shape: cast.outputs.y.type.shape },
  });
});

export const argMaxByComparisons = rewriteByRules(
  { name: "argMaxByComparisons", summary: "finds labels by comparing a class after the other" },
  [compare],
);

/** Where runtimes compare floats of 16 bits at all, they widen each. */
function inFloat32(x: Value, name: string, edit: Edit): Value {
  if (x.type.dtype === "float32") return x;
  return edit.append({ name, op: castOp, inputs: { x }, attributes: { to: "float32" } })["y"]!;
}

type Planes = (index: number) => Value;

/** Cuts one class out of x. */
function planesOf(x: Value, { axis, name }: { readonly axis: number; readonly name: string }, edit: Edit): Planes {
  const { shape } = x.type;
  const [start, step] = [shape.map(() => 0), shape.map(() => 1)];
  return (index) => {
    const attributes = { start: start.with(axis, index), end: shape.with(axis, index + 1), step };
    return edit.append({ name: `${name}/class${index}`, op: sliceOp, inputs: { x }, attributes })["y"]!;
  };
}

interface Comparing {
  readonly classes: number;
  readonly name: string;
  /** The type of labels. */
  readonly to: DType;
}

function largestOf(classOf: Planes, { classes, name, to }: Comparing, edit: Edit): Value {
  const labelOf = (index: number): Value =>
    edit.derive(`${name}/label${index}`, {
      type: { dtype: to, shape: [] },
      of: {},
      compute: () => castTensor(floatTensor([], [index]), to),
    });
  const choose = (called: string, condition: Value, a: Value, b: Value): Value =>
    edit.append({ name: `${name}/${called}`, op: whereOp, inputs: { condition, a, b }, attributes: {} })["y"]!;
  let [largest, labels] = [classOf(0), labelOf(0)];
  for (let index = 1; index < classes; index += 1) {
    const plane = classOf(index);
    const inputs = { a: plane, b: largest };
    const isLarger = edit.append({ name: `${name}/isLarger${index}`, op: greaterOp, inputs, attributes: {} })["y"]!;
    labels = choose(`labels${index}`, isLarger, labelOf(index), labels);
    if (index < classes - 1) largest = choose(`largest${index}`, isLarger, plane, largest);
  }
  return labels;
}
