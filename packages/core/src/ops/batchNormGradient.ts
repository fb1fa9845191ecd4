/** Gradients of a batch norm, of its statistics too: what trains computes these of its own batch. */
import type { Absent } from "../absent.js";
import type { Expression, Expressions } from "../gradient.js";
import type { Trained } from "../training.js";
import { momentsByChannel } from "./batchMoments.js";
import { channelSums } from "./convolutionGradient.js";
import { channelShape } from "./norm.js";

type Values = Readonly<Record<"x" | "scale" | "mean" | "variance" | "dy", Expression>>;
interface Given {
  readonly epsilon: number;
}

/** A number a channel, stretched to images. */
function onChannels(g: Expressions, numbers: Expression, x: Expression): Expression {
  return g.reshape(numbers, [1, ...channelShape(x.type.shape, numbers.type.shape[0]!)]);
}

export const batchNormGradients = {
  x: (g: Expressions, { x, scale, variance, dy }: Values, given: Given) =>
    g.mul(dy, onChannels(g, g.div(scale, deviation(g, variance, given)), x)),
  scale: (g: Expressions, values: Values, given: Given) =>
    g.div(centredSums(g, values), deviation(g, values.variance, given)),
  bias: (g: Expressions, { dy }: Values) => channelSums(g, dy),
  mean: (g: Expressions, { scale, variance, dy }: Values, given: Given) =>
    g.neg(g.mul(g.div(scale, deviation(g, variance, given)), channelSums(g, dy))),
  variance: (g: Expressions, values: Values, given: Given) => {
    const { scale, variance } = values;
    const slope = g.div(g.div(scale, deviation(g, variance, given)), g.mul(g.add(variance, given.epsilon), -2));
    return g.mul(slope, centredSums(g, values));
  },
};

function deviation(g: Expressions, variance: Expression, { epsilon }: Given): Expression {
  return g.sqrt(g.add(variance, epsilon));
}

/** Of the gradient times how far x is from the mean. */
function centredSums(g: Expressions, { x, mean, dy }: Values): Expression {
  return channelSums(g, g.mul(dy, g.sub(x, onChannels(g, mean, x))));
}

type Operands = Readonly<Record<"x" | "scale" | "bias" | "mean" | "variance", Expression>>;

/** By the mean and variance of the batch; the running variance is of as many less one, as that of a sample. */
export function normalizeByBatch(
  g: Expressions,
  { x, mean, variance, ...affine }: Operands,
  { epsilon }: Given,
): Trained | Absent {
  const batch = momentsByChannel(g, x);
  const { count } = batch;
  if (count < 2) return { absent: "a batch of one number a channel has no variance" };
  const spread = g.reshape(batch.variance, variance.type.shape);
  return {
    outputs: { y: g.batchNormByBatch({ x, ...affine }, epsilon) },
    statistics: { mean: g.reshape(batch.mean, mean.type.shape), variance: g.mul(spread, count / (count - 1)) },
  };
}
