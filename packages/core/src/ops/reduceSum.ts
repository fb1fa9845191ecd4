/** Sums along axes: https://onnx.ai/onnx/operators/onnx__ReduceSum.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { sumOf } from "./mean.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";

export const reduceSumOp = defineReduction({
  name: "reduceSum",
  summary: "the sum over `axes`, which stay with one element each, or are left out; x where there are none",
  types: ARITHMETIC_TYPES,
  reduce: sumOf,
  ofNone: 0,
  operator: "ReduceSum",
  axesAreInputSince: 13,
  isPlain: true,
  gradient: (_, { dy }) => dy,
  tfjs: tfjsReduction("Sum"),
});

export const reduceSumDecomposition = defineDecomposition(reduceSumOp, withoutAxes);

export const reduceSum = layerOf(reduceSumOp, "reduceSum({ axes: [2, 3] })(x)");
