/**
 * Scores before they are put into the order of their pixels: where a network ends in a transposed convolution whose taps never meet, what each
 * tap gives is an image of its own, and a loss does not ask for pixels' order. To put them into it, and gradients out of it, takes longer than
 * the products.
 */
import type { Expression, Expressions } from "../gradient.js";
import { type Graph, type NodeOf, type Value, isNodeOf } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { kernelOf } from "../ops/convolution.js";
import { elementCount, spatialOf } from "../tensor.js";

export interface ComparedPixels {
  /** N x classes and any axes behind. */
  readonly scores: Expression;
  /** As the scores without the axis of classes. */
  readonly truth: Expression;
}

type Grown = (value: Value) => Expression;

/** The pixels that are compared, with each tap's as images of a larger batch where that can be; `scores` is a value of the graph. */
export function pixelsByTap(
  g: Expressions,
  { graph, scores, grown }: { readonly graph: Graph; readonly scores: Value; readonly grown: Grown },
  truth: Expression,
): ComparedPixels {
  const last = indexOf(graph).producerOf(scores);
  if (last === undefined || !isNodeOf(last, convTransposeOp) || !hasTapsApart(last))
    return { scores: grown(scores), truth };
  const { x, weight, bias } = last.inputs;
  const { batch, channels: filters } = spatialOf(scores.type);
  const { channels, sides } = spatialOf(x.type);
  const kernel = kernelOf(weight.type);
  const taps = elementCount({ shape: kernel });
  const axes = [...kernel.keys()];

  const ofTaps = g.transpose(grown(weight), [...axes.map((axis) => axis + 2), 1, 0]);
  const each = axes.map(() => 1);
  const images = g.conv(
    grown(x),
    g.reshape(ofTaps, [taps * filters, channels, ...each]),
    { stride: each, padding: { begin: axes.map(() => 0), end: axes.map(() => 0) }, dilation: each, groups: 1 },
    bias && g.concat(Array<Expression>(taps).fill(grown(bias)), 0),
  );
  // N x side x tap x side x tap ...
  const apart = g.reshape(truth, [batch, ...axes.flatMap((axis) => [sides[axis]!, kernel[axis]!])]);
  const order = [0, ...axes.map((axis) => 2 * axis + 2), ...axes.map((axis) => 2 * axis + 1)];
  return {
    scores: g.reshape(images, [batch * taps, filters, ...sides]),
    truth: g.reshape(g.transpose(apart, order), [batch * taps, ...sides]),
  };
}

/** As far from each other as they are many, and nothing cut off or put on. */
function hasTapsApart({ inputs, attributes }: NodeOf<typeof convTransposeOp>): boolean {
  const { stride, padding, outputPadding, dilation, groups } = attributes;
  const kernel = kernelOf(inputs.weight.type);
  const isApart = kernel.every((side, axis) => side === stride[axis] && (side === 1 || dilation[axis] === 1));
  const isWhole = [...padding.begin, ...padding.end, ...outputPadding].every((side) => side === 0);
  return isApart && isWhole && groups === 1;
}
