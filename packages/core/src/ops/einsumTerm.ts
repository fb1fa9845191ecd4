/** Tensors whose axes have labels, and what they are summed and multiplied by. */
import type { SymbolicTensor } from "../builder.js";
import { isFloat } from "../dtypes.js";
import { UnsupportedFormError } from "../onnxForm.js";
import { type Shape, elementCount, sameShape } from "../tensor.js";
import type { Label } from "./equation.js";
import { matMul } from "./matMul.js";
import { mul } from "./mul.js";
import { reduceSum } from "./reduceSum.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";
import { transpose } from "./transpose.js";

export interface Term {
  readonly value: SymbolicTensor;
  /** Of each axis. */
  readonly labels: readonly Label[];
}

/** The term with its axes in the order of the labels, which are all of its own. */
export function turned({ value, labels }: Term, wanted: readonly Label[]): Term {
  const order = wanted.map((label) => labels.indexOf(label));
  const isTurned = order.some((axis, place) => axis !== place);
  return { value: isTurned ? transpose({ order })(value) : value, labels: wanted };
}

/** The sum over all axes that are not kept. */
export function summed({ value, labels }: Term, isKept: (label: Label) => boolean): Term {
  const axes = [...labels.keys()].filter((axis) => !isKept(labels[axis]!));
  if (axes.length === 0) return { value, labels };
  return { value: reduceSum({ axes, keepDims: false })(value), labels: labels.filter(isKept) };
}

/** Of axes with the same label the elements at equal places: every (n + 1)-th of n x n. */
export function diagonal(term: Term): Term {
  const { labels } = term;
  const twice = labels.find((label, axis) => labels.indexOf(label) !== axis);
  if (twice === undefined) return term;
  const [first, second] = labels.flatMap((label, axis) => (label === twice ? [axis] : [])) as [number, number];
  const others = [...labels.keys()].filter((axis) => axis !== first && axis !== second);
  const { shape } = term.value.type;
  const [side, other] = [shape[first]!, shape[second]!];
  if (side !== other)
    throw new UnsupportedFormError({ operator: "Einsum", problem: `has ${side} and ${other} of ${twice}` });
  const order = [...others, first, second];
  const matrices = order.some((axis, place) => axis !== place) ? transpose({ order })(term.value) : term.value;
  const before = others.map((axis) => shape[axis]!);
  const rows = reshape({ shape: [...before, side * side] })(matrices);
  const end = [...before, side * side];
  const value = slice({ start: end.map(() => 0), end, step: [...before.map(() => 1), side + 1] })(rows);
  return diagonal({ value, labels: [...others.map((axis) => labels[axis]!), twice] });
}

/** The product of two terms, summed over the labels of both that are not needed. */
export function contracted(a: Term, given: Term, isNeeded: (label: Label) => boolean): Term {
  const b = summed(given, (label) => isNeeded(label) || a.labels.includes(label));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const [stack, inner] = [shared.filter(isNeeded), shared.filter((label) => !isNeeded(label))];
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  if (inner.length === 0 || !isFloat(a.value.type.dtype)) {
    const labels = [...stack, ...rows, ...columns, ...inner];
    const product = { value: mul()(spread(a, labels), spread(b, labels)), labels };
    return summed(product, (label) => !inner.includes(label));
  }
  const product = matMul()(grouped(a, [stack, rows, inner]), grouped(b, [stack, inner, columns]));
  const labels = [...stack, ...rows, ...columns];
  const sides = new Map([...sidesOf(a), ...sidesOf(b)]);
  return {
    value: shaped(
      product,
      labels.map((label) => sides.get(label)!),
    ),
    labels,
  };
}

/** The term with an axis for each label, of one element where it has none of its own. */
function spread(term: Term, labels: readonly Label[]): SymbolicTensor {
  const sides = sidesOf(term);
  const { value } = turned(
    term,
    labels.filter((label) => sides.has(label)),
  );
  return shaped(
    value,
    labels.map((label) => sides.get(label) ?? 1),
  );
}

/** As a stack of matrices, each of whose two axes holds the labels of a group. */
function grouped(term: Term, [stack, ...matrix]: readonly [readonly Label[], readonly Label[], readonly Label[]]) {
  const sides = sidesOf(term);
  const along = (labels: readonly Label[]): Shape => labels.map((label) => sides.get(label)!);
  const { value } = turned(term, [...stack, ...matrix.flat()]);
  return shaped(value, [...along(stack), ...matrix.map((labels) => elementCount({ shape: along(labels) }))]);
}

function sidesOf({ value, labels }: Term): ReadonlyMap<Label, number> {
  return new Map(labels.map((label, axis) => [label, value.type.shape[axis]!]));
}

function shaped(value: SymbolicTensor, shape: Shape): SymbolicTensor {
  return sameShape(value.type.shape, shape) ? value : reshape({ shape })(value);
}
