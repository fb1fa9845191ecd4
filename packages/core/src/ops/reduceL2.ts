/** Lengths of vectors along axes: https://onnx.ai/onnx/operators/onnx__ReduceL2.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { reduceSumSquare } from "./reduceSumSquare.js";
import { defineReduction } from "./reduction.js";
import { sqrt } from "./sqrt.js";
import { sumOfSquares } from "./sumOfSquares.js";

export const reduceL2Op = defineReduction({
  name: "reduceL2",
  summary: "the root of the sum of squares over `axes`, which stay with one element each, or are left out",
  types: FLOAT_TYPES,
  reduce: (data, start, end) => Math.sqrt(sumOfSquares(data, start, end)),
  ofNone: 0,
  operations: 2,
  operator: "ReduceL2",
  axesAreInputSince: 18,
  isPlain: false,
  gradient: (g, { x, y, dy }) => g.mul(x, g.where(g.equal(y, 0), 0, g.div(dy, y))),
  tfjs: DECOMPOSED,
});

export const reduceL2Decomposition = defineDecomposition(reduceL2Op, ({ x }, over) => ({
  y: sqrt()(reduceSumSquare(over)(x)),
}));

export const reduceL2 = layerOf(reduceL2Op, "reduceL2({ axes: [2, 3] })(x)");
