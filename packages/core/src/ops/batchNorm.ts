/** Batch normalisation with running statistics, Ioffe and Szegedy 2015 (arXiv 1502.03167): https://onnx.ai/onnx/operators/onnx__BatchNormalization.html */
import { number } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES, isSingle } from "../dtypes.js";
import { constant } from "../initializer.js";
import { defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, float, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, float32, floats, floatsLike } from "../tensor.js";
import { batchNormMap } from "./batchNormMap.js";
import { cast } from "./cast.js";
import { elementwiseCost } from "./elementwise.js";
import { batchNormGradients, normalizeByBatch } from "./batchNormGradient.js";
import { channelsIn, checkPerChannel } from "./norm.js";

const DEFAULT_EPSILON = 1e-5;

const attributes = { epsilon: withDefault(number(), DEFAULT_EPSILON) };

const write = ({ epsilon }: Canonical<typeof attributes>) => ({ attributes: { epsilon: float(epsilon) } });

function read(node: OnnxNode) {
  const isTraining =
    (attributeOf(node, "training_mode", "int") ?? 0) !== 0 || attributeOf(node, "is_test", "int") === 0;
  const isByElement = attributeOf(node, "spatial", "int") === 0;
  if (isTraining || isByElement) {
    const problem = isTraining ? "is in training mode" : "has statistics for each element";
    throw new UnsupportedFormError({ operator: "BatchNormalization", problem });
  }
  return { epsilon: attributeOf(node, "epsilon", "float") ?? DEFAULT_EPSILON };
}

export const batchNormOp = defineOp({
  name: "batchNorm",
  summary: "(x - mean) / sqrt(variance + epsilon) * scale + bias, a channel at a time",
  inputs: { x: "T", scale: "T", bias: "T", mean: "T", variance: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  statistics: ["mean", "variance"],
  inferTypes: ({ x, ...channelwise }) => {
    checkPerChannel(channelwise, channelsIn(x));
    return { y: x };
  },
  fusion: "norm",
  channelMaps: (_, given) => [batchNormMap(given)],
  // Scale and shift.
  countCost: (_, { y }) => elementwiseCost(2 * elementCount(y)),
  evaluate: ({ x, scale, bias, mean, variance }, { epsilon }) => {
    const channels = channelsIn(x);
    const area = elementCount({ shape: x.shape.slice(2) });
    const [image, scales, shifts] = [floats(x), floats(scale), floats(bias)];
    const [means, variances] = [floats(mean), floats(variance)];
    const y = floatsLike(x, x.shape);
    for (let plane = 0; plane < x.shape[0]! * channels; plane += 1) {
      const channel = plane % channels;
      const factor = scales[channel]! / Math.sqrt(variances[channel]! + epsilon);
      for (let index = plane * area; index < (plane + 1) * area; index += 1) {
        y.data[index] = (image[index]! - means[channel]!) * factor + shifts[channel]!;
      }
    }
    return { y };
  },
  gradient: batchNormGradients,
  training: normalizeByBatch,
  onnx: [
    { operator: "BatchNormalization", from: 9, attributes: ["epsilon", "momentum", "training_mode"], write, read },
    // Until then also for each element by itself.
    { operator: "BatchNormalization", from: 7, until: 8, attributes: ["epsilon", "momentum", "spatial"], write, read },
    // Where it did not say that this was a test, it was training.
    {
      operator: "BatchNormalization",
      from: 1,
      until: 6,
      attributes: ["epsilon", "momentum", "spatial", "is_test", "consumed_inputs"],
      read: (node) => read({ ...node, attributes: { is_test: int(0), ...node.attributes } }),
    },
  ],
  tfjs: { absent: "splitBatchNorm makes it a product and a sum where its statistics are known before the graph runs" },
});

/** Of halves with statistics in float32, which may be too small for halves. */
export const batchNormOfHalves = defineExpansion({
  operator: "BatchNormalization",
  from: 14,
  attributes: ["epsilon", "momentum", "training_mode"],
  inputs: ["x", "scale", "bias", "mean", "variance"],
  build: (inputs, node, { builder }) => {
    const { dtype } = inputs.x.type;
    const all = Object.values(inputs);
    const isMixed = all.some(({ type }) => type.dtype !== dtype);
    if (!isMixed || !all.every(({ type }) => isSingle(type.dtype))) return undefined;
    const wide = (each: SymbolicTensor) => (each.type.dtype === "float32" ? each : cast({ to: "float32" })(each));
    const { x, scale, bias, mean, variance } = inputs;
    const operands = { x: wide(x), scale: wide(scale), bias: wide(bias), mean: wide(mean), variance: wide(variance) };
    const { y } = builder.apply(batchNormOp, operands, read(node));
    return dtype === "float32" ? y : cast({ to: dtype })(y);
  },
});

export const batchNorm = defineLayer({
  name: "batchNorm",
  summary: "(x - mean) / sqrt(variance + epsilon) * scale + bias, each a number a channel that starts neutral",
  attributes,
  reads: ["x"],
  result: TENSOR,
  example: "batchNorm()(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => {
    const channels = channelsIn(x.type);
    const channelwise = (value: number) => ({ type: float32(channels), initial: constant(value) });
    const parameters = { scale: channelwise(1), bias: channelwise(0), mean: channelwise(0), variance: channelwise(1) };
    return x.builder.apply(batchNormOp, { x, ...parameters }, given).y;
  },
});
