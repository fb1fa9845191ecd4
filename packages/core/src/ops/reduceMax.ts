/** Largest elements along axes: https://onnx.ai/onnx/operators/onnx__ReduceMax.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { COMPARED_TYPES } from "../dtypes.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";
import { ofPicked } from "./comparedGradient.js";

export const reduceMaxOp = defineReduction({
  name: "reduceMax",
  summary: "the largest element over `axes`, which stay with one element each, or are left out; x where there are none",
  types: COMPARED_TYPES,
  reduce: largestOf,
  ofNone: -Infinity,
  operator: "ReduceMax",
  axesAreInputSince: 18,
  isPlain: true,
  wider: { since: 12, types: ["int8", "uint8"] },
  gradient: ofPicked,
  tfjs: tfjsReduction("Max"),
});

export const reduceMaxDecomposition = defineDecomposition(reduceMaxOp, withoutAxes);

export const reduceMax = layerOf(reduceMaxOp, "reduceMax({ axes: [2, 3] })(x)");

function largestOf(data: Float32Array, start: number, end: number): number {
  let largest = data[start]!;
  for (let index = start + 1; index < end; index += 1) if (data[index]! > largest) largest = data[index]!;
  return largest;
}
