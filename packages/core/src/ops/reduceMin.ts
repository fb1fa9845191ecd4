/** Smallest elements along axes: https://onnx.ai/onnx/operators/onnx__ReduceMin.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { COMPARED_TYPES } from "../dtypes.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";
import { ofPicked } from "./comparedGradient.js";

export const reduceMinOp = defineReduction({
  name: "reduceMin",
  summary:
    "the smallest element over `axes`, which stay with one element each, or are left out; x where there are none",
  types: COMPARED_TYPES,
  reduce: smallestOf,
  ofNone: Infinity,
  operator: "ReduceMin",
  axesAreInputSince: 18,
  isPlain: true,
  wider: { since: 12, types: ["int8", "uint8"] },
  gradient: ofPicked,
  tfjs: tfjsReduction("Min"),
});

export const reduceMinDecomposition = defineDecomposition(reduceMinOp, withoutAxes);

export const reduceMin = layerOf(reduceMinOp, "reduceMin({ axes: [2, 3] })(x)");

function smallestOf(data: Float32Array, start: number, end: number): number {
  let smallest = data[start]!;
  for (let index = start + 1; index < end; index += 1) if (data[index]! < smallest) smallest = data[index]!;
  return smallest;
}
