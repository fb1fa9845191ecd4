/** Norm of each channel of each image, Ulyanov et al. 2016 (arXiv 1607.08022): https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { constant } from "../initializer.js";
import { float } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, float32, spatialOf } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { spatialAxes } from "./globalPool.js";
import { channelShape, checkPerChannel, epsilonAttribute, epsilonOf, scaledAndShifted, standardized } from "./norm.js";
import { scaleAndShift, standardize } from "./standardize.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = { epsilon: epsilonAttribute };

export const instanceNormOp = defineOp({
  name: "instanceNorm",
  summary:
    "(x - mean) / sqrt(variance + epsilon) * scale + bias, mean and variance of each channel of each image by itself",
  inputs: { x: "T", scale: "T", bias: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  category: "normalisation",
  inferTypes: ({ x, scale, bias }) => {
    const { channels } = spatialOf(x);
    checkPerChannel({ scale, bias }, channels);
    return { y: x };
  },
  // Mean, difference, square, its mean, quotient, scale and shift.
  countCost: (_, { y }) => elementwiseCost(7 * elementCount(y)),
  evaluate: ({ x, scale, bias }, { epsilon }) => {
    const shape = channelShape(x.shape, x.shape[1]!);
    const y = standardized(x, spatialAxes(x.shape), epsilon);
    return { y: scaledAndShifted(y, { ...scale, shape }, { ...bias, shape }) };
  },
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "InstanceNormalization",
      from: 6,
      attributes: ["epsilon"],
      write: ({ epsilon }) => ({ attributes: { epsilon: float(epsilon) } }),
      read: (node) => ({ epsilon: epsilonOf(node, "InstanceNormalization") }),
    },
  ],
  tfjs: DECOMPOSED,
});

export const instanceNormDecomposition = defineDecomposition(
  instanceNormOp,
  ({ x, scale, bias }, { epsilon }, builder) => {
    const { y } = standardize(x, { axes: spatialAxes(x.type.shape), epsilon }, builder);
    return scaleAndShift(y, { scale, bias }, builder);
  },
);

export const instanceNorm = defineLayer({
  name: "instanceNorm",
  summary:
    "each channel of each image with a mean of 0 and a variance of 1, then a scale and a shift a channel that start neutral",
  attributes,
  reads: ["x"],
  result: TENSOR,
  example: "instanceNorm()(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => {
    const { channels } = spatialOf(x.type);
    const scale = { type: float32(channels), initial: constant(1) };
    const bias = { type: float32(channels), initial: constant(0) };
    return x.builder.apply(instanceNormOp, { x, scale, bias }, given).y;
  },
});
