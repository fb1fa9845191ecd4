/** Means along axes: https://onnx.ai/onnx/operators/onnx__ReduceMean.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES, isFloat } from "../dtypes.js";
import { meanOf, sumOf } from "./mean.js";
import { isOfInt64 } from "./wholeNumbers.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";
import { elementCount } from "../tensor.js";

// For each mean one addition less than it has elements, and a division.
export const reduceMeanOp = defineReduction({
  name: "reduceMean",
  summary:
    "the mean over `axes`, of integers cut off behind the point, which stay with one element each, or are left out; x where there are none",
  types: ARITHMETIC_TYPES,
  reduce: meanOfAny,
  ofNone: Number.NaN,
  operator: "ReduceMean",
  axesAreInputSince: 18,
  isPlain: true,
  gradient: (g, { x, dy }, axes) => g.div(dy, elementCount({ shape: axes.map((axis) => x.type.shape[axis]!) })),
  tfjs: {
    write: (given, operands) =>
      isFloat(operands.x.dtype)
        ? tfjsReduction("Mean").write(given, operands)
        : { absent: "tfjs makes floats of means of integers" },
  },
});

export const reduceMeanDecomposition = defineDecomposition(reduceMeanOp, withoutAxes);

export const reduceMean = layerOf(reduceMeanOp, "reduceMean({ axes: [2, 3] })(x)");

/** Quotients of integers of 64 bits are cut off by JavaScript, others where they are stored. */
function meanOfAny(data: Float32Array, start: number, end: number): number {
  if (!isOfInt64(data)) return meanOf(data, start, end);
  return ((sumOf(data, start, end) as number | bigint as bigint) / BigInt(end - start)) as number | bigint as number;
}
