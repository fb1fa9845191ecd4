/** Lengths by a power p, as ONNX's LpPool and its kin have them: the p-th root of a sum of p-th powers. */
import type { SymbolicTensor } from "../builder.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { filled } from "../tensor.js";
import { abs } from "./abs.js";
import { mul } from "./mul.js";
import { pow } from "./pow.js";
import { sqrt } from "./sqrt.js";

/** The power of a node, 2 unless it says another. */
export function powerOf(node: OnnxNode, operator: string): number {
  const p = attributeOf(node, "p", "int") ?? 2;
  if (p >= 1) return p;
  throw new UnsupportedFormError({ operator, problem: `has the power ${p}` });
}

/** The p-th root of what `sum` makes of the p-th powers of magnitudes. */
export function lengthBy(
  p: number,
  x: SymbolicTensor,
  builder: FoldingBuilder,
  sum: (powers: SymbolicTensor) => SymbolicTensor,
): SymbolicTensor {
  if (p === 1) return sum(abs()(x));
  if (p === 2) return sqrt()(sum(mul()(x, x)));
  const constant = (name: string, value: number): SymbolicTensor =>
    builder.constant(builder.freeName(name), filled(x.type.dtype, [], value));
  return pow()(sum(pow()(abs()(x), constant("p", p))), constant("root", 1 / p));
}
