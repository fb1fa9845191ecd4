/** Sums of magnitudes along axes: https://onnx.ai/onnx/operators/onnx__ReduceL1.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { abs } from "./abs.js";
import { reduceSum } from "./reduceSum.js";
import { defineReduction } from "./reduction.js";

export const reduceL1Op = defineReduction({
  name: "reduceL1",
  summary: "the sum of magnitudes over `axes`, which stay with one element each, or are left out",
  types: ARITHMETIC_TYPES,
  reduce: sumOfMagnitudes,
  ofNone: 0,
  operations: 2,
  operator: "ReduceL1",
  axesAreInputSince: 18,
  isPlain: false,
  gradient: (g, { x, dy }) => g.mul(dy, g.sign(x)),
  tfjs: DECOMPOSED,
});

export const reduceL1Decomposition = defineDecomposition(reduceL1Op, ({ x }, over) => ({
  y: reduceSum(over)(abs()(x)),
}));

export const reduceL1 = layerOf(reduceL1Op, "reduceL1({ axes: [2, 3] })(x)");

function sumOfMagnitudes(data: Float32Array, start: number, end: number): number {
  let sum = magnitude(data[start]!);
  for (let index = start + 1; index < end; index += 1) sum += magnitude(data[index]!);
  return sum;
}

/** Of integers of 64 bits too. */
function magnitude(value: number): number {
  return value < 0 ? -value : value;
}
