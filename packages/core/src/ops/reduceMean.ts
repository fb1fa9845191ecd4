/** Means along axes: https://onnx.ai/onnx/operators/onnx__ReduceMean.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { meanOf } from "./mean.js";
import { defineReduction, tfjsReduction, withoutAxes } from "./reduction.js";

// For each mean one addition less than it has elements, and a division.
export const reduceMeanOp = defineReduction({
  name: "reduceMean",
  summary: "the mean over `axes`, which stay with one element each, or are left out; x where there are none",
  types: FLOAT_TYPES,
  reduce: meanOf,
  ofNone: Number.NaN,
  operator: "ReduceMean",
  axesAreInputSince: 18,
  isPlain: true,
  tfjs: tfjsReduction("Mean"),
});

export const reduceMeanDecomposition = defineDecomposition(reduceMeanOp, withoutAxes);

export const reduceMean = layerOf(reduceMeanOp, "reduceMean({ axes: [2, 3] })(x)");
