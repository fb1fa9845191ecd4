/** Norm of groups of channels, Wu and He 2018 (arXiv 1803.08494): https://onnx.ai/onnx/operators/onnx__GroupNormalization.html */
import { DECOMPOSED } from "../absent.js";
import { integer } from "../attributeKinds.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant } from "../initializer.js";
import { type OnnxNode, attributeOf, float, int } from "../onnxForm.js";
import { defineExpansion } from "../onnxExpansion.js";
import { defineOp } from "../op.js";
import { elementCount, filled, float32, spatialOf } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { instanceNormOp } from "./instanceNorm.js";
import { mul } from "./mul.js";
import { channelShape, checkPerChannel, epsilonAttribute, epsilonOf, scaledAndShifted, standardized } from "./norm.js";
import { reshape } from "./reshape.js";
import { scaleAndShift } from "./standardize.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = { groups: integer(1), epsilon: epsilonAttribute };
const READ_ATTRIBUTES = ["num_groups", "epsilon", "stash_type"];

export const groupNormOp = defineOp({
  name: "groupNorm",
  summary:
    "(x - mean) / sqrt(variance + epsilon) * scale + bias, mean and variance of each group of channels of each image",
  inputs: { x: "T", scale: "T", bias: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  category: "normalisation",
  inferTypes: ({ x, scale, bias }, { groups }) => {
    const { channels } = spatialOf(x);
    if (channels % groups !== 0) {
      throw new InvalidNodeError({ problem: `${channels} channels do not make ${groups} groups` });
    }
    checkPerChannel({ scale, bias }, channels);
    return { y: x };
  },
  // Mean, difference, square, its mean, quotient, scale and shift.
  countCost: (_, { y }) => elementwiseCost(7 * elementCount(y)),
  evaluate: ({ x, scale, bias }, { groups, epsilon }) => {
    const [batch = 0, channels = 0] = x.shape;
    const inGroups = { ...x, shape: [batch, groups, elementCount({ shape: x.shape.slice(1) }) / groups] };
    const y = standardized(inGroups, [2], epsilon);
    const shape = channelShape(x.shape, channels);
    return { y: scaledAndShifted({ ...y, shape: x.shape }, { ...scale, shape }, { ...bias, shape }) };
  },
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "GroupNormalization",
      from: 21,
      attributes: READ_ATTRIBUTES,
      write: ({ groups, epsilon }) => ({ attributes: { num_groups: int(groups), epsilon: float(epsilon) } }),
      read,
    },
  ],
  tfjs: DECOMPOSED,
});

/** Groups are the channels of an instance norm; a batch norm of known statistics scales and shifts afterwards. */
export const groupNormDecomposition = defineDecomposition(
  groupNormOp,
  ({ x, scale, bias }, { groups, epsilon }, builder) => {
    const { dtype, shape } = x.type;
    const perGroup = (name: string, value: number): SymbolicTensor =>
      builder.constant(builder.freeName(name), filled(dtype, [groups], value));
    const image = reshape({ shape: [shape[0]!, groups, elementCount({ shape: shape.slice(1) }) / groups] })(x);
    const neutral = { scale: perGroup("one", 1), bias: perGroup("zero", 0) };
    const standard = reshape({ shape })(builder.apply(instanceNormOp, { x: image, ...neutral }, { epsilon }).y);
    return scaleAndShift(standard, { scale, bias }, builder);
  },
);

/** Until opset 20 scale and bias are a number a group, which stands for each of its channels. */
export const groupNormByGroup = defineExpansion({
  operator: "GroupNormalization",
  from: 18,
  until: 20,
  attributes: READ_ATTRIBUTES,
  inputs: ["x", "scale", "bias"],
  build: ({ x, scale, bias }, node, { builder }) => {
    const { channels } = spatialOf(x.type);
    const given = read(node);
    const ones = filled(x.type.dtype, [1, Math.floor(channels / given.groups)], 1);
    const each = builder.constant(builder.freeName("channels"), ones);
    const perChannel = (numbers: SymbolicTensor): SymbolicTensor =>
      reshape({ shape: [channels] })(mul()(reshape({ shape: [given.groups, 1] })(numbers), each));
    return builder.apply(groupNormOp, { x, scale: perChannel(scale), bias: perChannel(bias) }, given).y;
  },
});

export const groupNorm = defineLayer({
  name: "groupNorm",
  summary:
    "each group of channels with a mean of 0 and a variance of 1, then a scale and a shift a channel that start neutral",
  attributes,
  reads: ["x"],
  result: TENSOR,
  example: "groupNorm({ groups: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => {
    const { channels } = spatialOf(x.type);
    const scale = { type: float32(channels), initial: constant(1) };
    const bias = { type: float32(channels), initial: constant(0) };
    return x.builder.apply(groupNormOp, { x, scale, bias }, given).y;
  },
});

function read(node: OnnxNode) {
  return { groups: attributeOf(node, "num_groups", "int") ?? 0, epsilon: epsilonOf(node, "GroupNormalization") };
}
