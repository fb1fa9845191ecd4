/** Sums of products by Einstein's notation, as products of matrices: https://onnx.ai/onnx/operators/onnx__Einsum.html */
import type { SymbolicTensor } from "../builder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { type Term, contracted, diagonal, summed, turned } from "./einsumTerm.js";
import { readEquation } from "./equation.js";
import { reshape } from "./reshape.js";

export const einsum = defineExpansion({
  operator: "Einsum",
  from: 12,
  attributes: ["equation"],
  inputs: ["xs..."],
  build: ({ xs }, node) => {
    const equation = attributeOf(node, "equation", "string");
    if (equation === undefined) throw new UnsupportedFormError({ operator: "Einsum", problem: "has no equation" });
    const { operands, result } = readEquation(
      equation,
      xs.map(({ type }) => type.shape.length),
    );
    const [first, ...others] = squeezed(xs.map((value, index) => diagonal({ value, labels: operands[index]! })));
    const product = others.reduce((term, other, index) => {
      const isNeeded = (label: string): boolean =>
        result.includes(label) || others.slice(index + 1).some(({ labels }) => labels.includes(label));
      return contracted(
        summed(term, (label) => isNeeded(label) || other.labels.includes(label)),
        other,
        isNeeded,
      );
    }, first!);
    return turned(
      summed(product, (label) => result.includes(label)),
      result,
    ).value;
  },
});

/** Axes of one element that others have longer are left out; what differs otherwise is refused. */
function squeezed(terms: readonly Term[]): readonly Term[] {
  const sides = new Map<string, number>();
  for (const { value, labels } of terms) {
    for (const [axis, label] of labels.entries()) {
      const [side, other = 1] = [value.type.shape[axis]!, sides.get(label)];
      if (side !== 1 && other !== 1 && side !== other)
        throw new UnsupportedFormError({ operator: "Einsum", problem: `has ${other} and ${side} of ${label}` });
      sides.set(label, other === 1 ? side : other);
    }
  }
  return terms.map((term) => withoutSingles(term, sides));
}

function withoutSingles({ value, labels }: Term, sides: ReadonlyMap<string, number>): Term {
  const isKept = (axis: number): boolean => value.type.shape[axis] !== 1 || sides.get(labels[axis]!) === 1;
  const kept = [...labels.keys()].filter(isKept);
  if (kept.length === labels.length) return { value, labels };
  const shorter: SymbolicTensor = reshape({ shape: kept.map((axis) => value.type.shape[axis]!) })(value);
  return { value: shorter, labels: kept.map((axis) => labels[axis]!) };
}
