/** Logarithms of sums along axes: https://onnx.ai/onnx/operators/onnx__ReduceLogSum.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { log } from "./log.js";
import { sumOf } from "./mean.js";
import { reduceSum } from "./reduceSum.js";
import { defineReduction } from "./reduction.js";

export const reduceLogSumOp = defineReduction({
  name: "reduceLogSum",
  summary: "the logarithm of the sum over `axes`, which stay with one element each, or are left out",
  types: FLOAT_TYPES,
  reduce: (data, start, end) => Math.log(sumOf(data, start, end)),
  ofNone: -Infinity,
  operator: "ReduceLogSum",
  axesAreInputSince: 18,
  isPlain: false,
  gradient: (g, { y, dy }) => g.mul(dy, g.exp(g.neg(y))),
  tfjs: DECOMPOSED,
});

export const reduceLogSumDecomposition = defineDecomposition(reduceLogSumOp, ({ x }, over) => ({
  y: log()(reduceSum(over)(x)),
}));

export const reduceLogSum = layerOf(reduceLogSumOp, "reduceLogSum({ axes: [2, 3] })(x)");
