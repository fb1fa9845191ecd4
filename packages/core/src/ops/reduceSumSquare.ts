/** Sums of squares along axes: https://onnx.ai/onnx/operators/onnx__ReduceSumSquare.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { mul } from "./mul.js";
import { reduceSum } from "./reduceSum.js";
import { defineReduction } from "./reduction.js";
import { sumOfSquares } from "./sumOfSquares.js";

export const reduceSumSquareOp = defineReduction({
  name: "reduceSumSquare",
  summary: "the sum of squares over `axes`, which stay with one element each, or are left out",
  types: ARITHMETIC_TYPES,
  reduce: sumOfSquares,
  ofNone: 0,
  operations: 2,
  operator: "ReduceSumSquare",
  axesAreInputSince: 18,
  isPlain: false,
  gradient: (g, { x, dy }) => g.mul(g.mul(dy, 2), x),
  tfjs: DECOMPOSED,
});

export const reduceSumSquareDecomposition = defineDecomposition(reduceSumSquareOp, ({ x }, over) => ({
  y: reduceSum(over)(mul()(x, x)),
}));

export const reduceSumSquare = layerOf(reduceSumSquareOp, "reduceSumSquare({ axes: [2, 3] })(x)");
