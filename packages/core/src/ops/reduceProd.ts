/** Products along axes: https://onnx.ai/onnx/operators/onnx__ReduceProd.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import type { Expression, Expressions } from "../gradient.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";
import { isOfInt32, isOfInt64 } from "./wholeNumbers.js";

export const reduceProdOp = defineReduction({
  name: "reduceProd",
  summary: "the product over `axes`, which stay with one element each, or are left out; x where there are none",
  types: ARITHMETIC_TYPES,
  reduce: productOf,
  ofNone: 1,
  operator: "ReduceProd",
  axesAreInputSince: 18,
  isPlain: true,
  gradient: withoutFactor,
  tfjs: tfjsReduction("Prod"),
});

export const reduceProdDecomposition = defineDecomposition(reduceProdOp, withoutAxes);

export const reduceProd = layerOf(reduceProdOp, "reduceProd({ axes: [2, 3] })(x)");

/** The product of all others: of one zero that of what is not zero, and of what stands beside a zero none. */
function withoutFactor(
  g: Expressions,
  { x, dy }: Readonly<Record<"x" | "dy", Expression>>,
  axes: readonly number[],
): Expression {
  const isZero = g.equal(x, 0);
  const others = g.prod(g.where(isZero, 1, x), axes);
  const zeros = g.sum(g.cast(isZero, x.type.dtype), axes);
  const ofZero = g.where(g.equal(zeros, 1), others, 0);
  const ofOthers = g.where(g.equal(zeros, 0), g.div(others, g.where(isZero, 1, x)), 0);
  return g.mul(dy, g.where(isZero, ofZero, ofOthers));
}

function productOf(data: Float32Array, start: number, end: number): number {
  const multiply = multiplicationOf(data);
  let product = data[start]!;
  for (let index = start + 1; index < end; index += 1) product = multiply(product, data[index]!);
  return product;
}

/** Integers keep their last bits at each step: a double has not all of those of 32 bits, and those of 64 would grow without end. */
function multiplicationOf(data: object): (a: number, b: number) => number {
  if (isOfInt32(data)) return Math.imul;
  return isOfInt64(data) ? (multiplyLong as never) : multiplyNumbers;
}

function multiplyNumbers(a: number, b: number): number {
  return a * b;
}

function multiplyLong(a: bigint, b: bigint): bigint {
  return BigInt.asIntN(64, a * b);
}
