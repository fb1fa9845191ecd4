/** Convolution over any number of spatial axes: https://onnx.ai/onnx/operators/onnx__Conv.html */
import { flag, integer } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { padding, pair } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { defineOp } from "../op.js";
import { elementCount, float32, floatsLike, rank4, spatialOf } from "../tensor.js";
import {
  CONVOLUTION_ATTRIBUTES,
  checkBias,
  checkGroups,
  convolutionAttributes,
  readConvolution,
  writeConvolution,
} from "./convolution.js";
import { convolve } from "./convolve.js";
import { sumOfPaddings, windowPositions } from "./window.js";
import { channelSums, imageGradient } from "./convolutionGradient.js";
import { weightGradient } from "./convolutionWeightGradient.js";

export const convOp = defineOp({
  name: "conv",
  summary: "slides `weight` (Cout x Cin/groups x kernel) over the spatial axes of x and adds `bias` (Cout)",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: convolutionAttributes,
  axes: "images",
  convolution: {
    channelOf: ([filter]) => filter,
    inputChannelOf: ([filter, channel], { shape: [filters = 1, groupChannels = 1] }, { groups: count }) =>
      Math.floor((filter * count) / filters) * groupChannels + channel,
    sumsWholeWindows: ({ padding: { begin, end } }) => [...begin, ...end].every((side) => side === 0),
  },
  amidZeros: (given, zeros) => ({ ...given, padding: sumOfPaddings(given.padding, zeros) }),
  inferTypes: ({ x, weight, bias }, { groups: count, ...window }) => {
    const { batch, channels, sides } = spatialOf(x);
    const { batch: filters, channels: groupChannels, sides: kernel } = spatialOf(weight);
    if (channels !== groupChannels * count || filters % count !== 0) {
      const problem = `weight ${weight.shape.join("x")} in ${count} group(s) does not fit ${channels} channels`;
      throw new InvalidNodeError({ problem });
    }
    checkBias(bias, filters);
    return { y: { dtype: x.dtype, shape: [batch, filters, ...windowPositions(sides, { ...window, kernel })] } };
  },
  countCost: ({ weight, bias }, { y }) => ({
    macs: elementCount(y) * elementCount({ shape: weight.shape.slice(1) }),
    scalarOps: bias === undefined ? 0 : elementCount(y),
  }),
  evaluate: (inputs, given, { y }) => ({ y: convolve(inputs, given, floatsLike(inputs.x, y.shape)) }),
  gradient: {
    x: (g, { x, weight, dy }, given) => imageGradient(g, { x, weight, dy }, given),
    weight: (g, { x, weight, dy }, given) => weightGradient(g, { image: x, weight, positions: dy }, given),
    bias: (g, { dy }) => channelSums(g, dy),
  },
  onnx: [
    {
      operator: "Conv",
      from: 1,
      attributes: CONVOLUTION_ATTRIBUTES,
      write: (given, { weight }) => ({ attributes: writeConvolution(given, weight) }),
      read: (form, { x, weight }) => readConvolution(form, "Conv", { x, weight }),
    },
  ],
  tfjs: {
    absent:
      "channelsLast makes it convChannelsLast or depthwiseConvChannelsLast where it is of images or lines and its weight is known before the graph runs",
  },
});

export const conv2d = defineLayer({
  name: "conv2d",
  summary: "a convolution with `filters` output channels, and a bias for each unless `bias` is false",
  attributes: {
    filters: integer(1),
    kernel: pair(1),
    stride: withDefault(pair(1), 1),
    padding: withDefault(padding(), 0),
    dilation: withDefault(pair(1), 1),
    groups: convolutionAttributes.groups,
    bias: withDefault(flag(), true),
  },
  reads: ["x"],
  result: TENSOR,
  example: "conv2d({ filters: 16, kernel: 3, padding: 1 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], { filters, kernel, bias, ...given }) => {
    const [, channels] = rank4(x.type);
    checkGroups(given.groups, { channels, filters }, x.builder.pathOf("conv2d"));
    const weight = { type: float32(filters, channels / given.groups, ...kernel), initial: heNormal(kernel, filters) };
    const start = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(convOp, { x, weight, ...(bias ? { bias: start } : {}) }, given, "conv2d").y;
  },
});
