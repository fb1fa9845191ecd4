/** Standardised values as other ops, where a format lacks a norm: what decompositions of norms share. */
import type { SymbolicTensor } from "../builder.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { filled } from "../tensor.js";
import { add } from "./add.js";
import { batchNormOp } from "./batchNorm.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { reduceMean } from "./reduceMean.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/** x with a mean of 0 and a variance of 1 over `axes`, and what it was moved and divided by. */
export function standardize(
  x: SymbolicTensor,
  { axes, epsilon }: { readonly axes: readonly number[]; readonly epsilon: number },
  builder: FoldingBuilder,
) {
  const { mean, centered, variance } = momentsOver(x, axes);
  const least = builder.constant(builder.freeName("epsilon"), filled(x.type.dtype, [], epsilon));
  const deviation = sqrt()(add()(variance, least));
  return { y: div()(centered, deviation), mean, deviation };
}

/** The mean of x over `axes`, x less it, and the mean of that squared. */
export function momentsOver(x: SymbolicTensor, axes: readonly number[]) {
  const mean = reduceMean({ axes })(x);
  const centered = sub()(x, mean);
  return { mean, centered, variance: reduceMean({ axes })(mul()(centered, centered)) };
}

/** x times a scale plus a bias, a number a channel each: a batch norm of a mean of 0 and a variance of 1, which formats know best. */
export function scaleAndShift(
  x: SymbolicTensor,
  operands: { readonly scale: SymbolicTensor; readonly bias: SymbolicTensor },
  builder: FoldingBuilder,
) {
  const all = (name: string, value: number): SymbolicTensor =>
    builder.constant(builder.freeName(name), filled(x.type.dtype, operands.scale.type.shape, value));
  return builder.apply(
    batchNormOp,
    { x, ...operands, mean: all("mean", 0), variance: all("variance", 1) },
    { epsilon: 0 },
  );
}
