/** Writes a batch norm that no convolution can take up as what it is at inference: a product and a sum, a channel at a time. */
import { type Node, type Value } from "../graph.js";
import { addOp } from "../ops/add.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { mulOp } from "../ops/mul.js";
import { type FloatTensor, floatTensor } from "../tensor.js";
import { type ModelPass, type ModelRewriteContext, type TensorOf, rewriteModel } from "./modelPass.js";

/** A batch norm whose scale or statistics are computed by the graph stays. */
export const splitBatchNorm: ModelPass = (model) =>
  rewriteModel(model, (node, context) => {
    const { x: _, ...channelwise } = node.inputs as Record<string, Value>;
    const splits = node.op === batchNormOp && Object.values(channelwise).every(context.isParameter);
    return splits ? split(node, context) : context.copy();
  });

function split({ name, inputs, attributes, outputs }: Node, { builder, derive }: ModelRewriteContext) {
  const { x, ...statistics } = inputs as Record<"x" | keyof Statistics, Value>;
  const shape = [...statistics.scale.type.shape, 1, 1];
  const type = { ...statistics.scale.type, shape };
  const epsilon = attributes["epsilon"] as number;
  const read = (tensorOf: TensorOf): Statistics => ({
    scale: tensorOf(statistics.scale).data,
    bias: tensorOf(statistics.bias).data,
    mean: tensorOf(statistics.mean).data,
    variance: tensorOf(statistics.variance).data,
  });
  const factor = derive(`${name}/factor`, type, (tensorOf) => floatTensor(shape, factors(read(tensorOf), epsilon)));
  const offset = derive(`${name}/offset`, type, (tensorOf) => offsets(shape, read(tensorOf), epsilon));
  const scaled = builder.append({ name: `${name}/scaled`, op: mulOp, inputs: { a: x, b: factor }, attributes: {} });
  const sum = { name, op: addOp, inputs: { a: scaled["y"], b: offset }, attributes: {} };
  return builder.append(sum, { y: outputs["y"]!.name });
}

type Statistics = Record<"scale" | "bias" | "mean" | "variance", Float32Array>;

function factors({ scale, variance }: Statistics, epsilon: number): Float64Array {
  return Float64Array.from(scale, (each, channel) => each / Math.sqrt(variance[channel]! + epsilon));
}

function offsets(shape: readonly number[], statistics: Statistics, epsilon: number): FloatTensor {
  const { bias, mean } = statistics;
  return floatTensor(
    shape,
    factors(statistics, epsilon).map((factor, channel) => bias[channel]! - mean[channel]! * factor),
  );
}
