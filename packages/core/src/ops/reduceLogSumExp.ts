/** Logarithms of sums of powers of e along axes: https://onnx.ai/onnx/operators/onnx__ReduceLogSumExp.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { add } from "./add.js";
import { exp } from "./exp.js";
import { log } from "./log.js";
import { reduceMax } from "./reduceMax.js";
import { reduceSum } from "./reduceSum.js";
import { defineReduction } from "./reduction.js";
import { reshape } from "./reshape.js";
import { logSumExp } from "./softmaxRun.js";
import { sub } from "./sub.js";

export const reduceLogSumExpOp = defineReduction({
  name: "reduceLogSumExp",
  summary: "the logarithm of the sum of e to the x over `axes`, which stay with one element each, or are left out",
  types: FLOAT_TYPES,
  reduce: logSumExp,
  ofNone: -Infinity,
  operations: 3,
  operator: "ReduceLogSumExp",
  axesAreInputSince: 18,
  isPlain: false,
  gradient: (g, { x, y, dy }) => g.mul(dy, g.exp(g.sub(x, y))),
  tfjs: DECOMPOSED,
});

/** The largest element is taken out of the sum, so that no power is too large. */
export const reduceLogSumExpDecomposition = defineDecomposition(reduceLogSumExpOp, ({ x }, { axes, keepDims }) => {
  const largest = reduceMax({ axes })(x);
  const y = add()(log()(reduceSum({ axes })(exp()(sub()(x, largest)))), largest);
  const shape = x.type.shape.filter((_, axis) => !axes.includes(axis));
  return { y: keepDims ? y : reshape({ shape })(y) };
});

export const reduceLogSumExp = layerOf(reduceLogSumExpOp, "reduceLogSumExp({ axes: [2, 3] })(x)");
