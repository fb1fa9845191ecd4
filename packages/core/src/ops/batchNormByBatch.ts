/** A batch norm while it is trained, Ioffe and Szegedy 2015 (arXiv 1502.03167). Formats have its parts; its gradient as a whole is shorter than that of these. */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import type { Expression, Expressions } from "../gradient.js";
import { defineInnerOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { besideChannels, momentsByChannel } from "./batchMoments.js";
import { batchNormOp } from "./batchNorm.js";
import { channelSums } from "./convolutionGradient.js";
import { elementwiseCost } from "./elementwise.js";
import { channelShape, channelsIn, checkPerChannel, epsilonAttribute, scaledAndShifted, standardized } from "./norm.js";
import { reshape } from "./reshape.js";
import { momentsOver } from "./standardize.js";

type Values = Readonly<Record<"x" | "scale" | "dy", Expression>>;

interface Given {
  readonly epsilon: number;
}

export const batchNormByBatchOp = defineInnerOp({
  name: "batchNormByBatch",
  summary: "(x - mean) / sqrt(variance + epsilon) * scale + bias, mean and variance of each channel of all of x",
  inputs: { x: "T", scale: "T", bias: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: { epsilon: epsilonAttribute },
  axes: "images",
  category: "normalisation",
  inferTypes: ({ x, scale, bias }) => {
    checkPerChannel({ scale, bias }, channelsIn(x));
    return { y: x };
  },
  // Mean, difference, square, its mean, quotient, scale and shift.
  countCost: (_, { y }) => elementwiseCost(7 * elementCount(y)),
  evaluate: ({ x, scale, bias }, { epsilon }) => {
    const shape = channelShape(x.shape, channelsIn(x));
    return {
      y: scaledAndShifted(standardized(x, besideChannels(x.shape), epsilon), { ...scale, shape }, { ...bias, shape }),
    };
  },
  gradient: {
    // The norm of dy by the variance of x, less the part of it that goes with x.
    x: (g, { x, scale, dy }, given) => {
      const { count, centred, variance } = momentsByChannel(g, x);
      const { shape } = scale.type;
      const spread = g.reshape(variance, shape);
      const dyMean = g.div(channelSums(g, dy), count);
      const bias = g.zeros(scale.type);
      const normed = g.batchNorm({ x: dy, scale, bias, mean: dyMean, variance: spread }, given.epsilon);
      const along = g.div(g.mul(scale, slopes(g, { x, scale, dy }, given)), g.mul(g.add(spread, given.epsilon), count));
      return g.sub(normed, g.mul(centred, g.reshape(along, variance.type.shape)));
    },
    scale: slopes,
    bias: (g, { dy }) => channelSums(g, dy),
  },
  onnx: DECOMPOSED,
  tfjs: { absent: "a norm by its own batch is trained, for which there is ONNX Runtime" },
});

/** The sum of dy times x of mean 0 and variance 1, a channel each. */
function slopes(g: Expressions, { x, scale, dy }: Values, { epsilon }: Given): Expression {
  const { centred, variance } = momentsByChannel(g, x);
  const deviation = g.sqrt(g.add(g.reshape(variance, scale.type.shape), epsilon));
  return g.div(channelSums(g, g.mul(dy, centred)), deviation);
}

export const batchNormByBatchDecomposition = defineDecomposition(
  batchNormByBatchOp,
  ({ x, scale, bias }, { epsilon }, builder) => {
    const { mean, variance } = momentsOver(x, besideChannels(x.type.shape));
    const channelwise = reshape({ shape: scale.type.shape });
    return builder.apply(
      batchNormOp,
      { x, scale, bias, mean: channelwise(mean), variance: channelwise(variance) },
      { epsilon },
    );
  },
);
