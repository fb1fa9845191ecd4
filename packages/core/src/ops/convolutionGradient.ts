/** Gradients of convolutions of either direction by all but their weights. */
import { besideChannels } from "./batchMoments.js";
import type { SlidAlong, Expression, Expressions } from "../gradient.js";
import { elementCount, spatialOf } from "../tensor.js";
import { kernelOf } from "./convolution.js";
import { extent } from "./window.js";

/** Sums over all but the channels: of a bias. */
export function channelSums(g: Expressions, dy: Expression): Expression {
  const { shape } = dy.type;
  return g.reshape(g.sum(dy, besideChannels(shape)), [shape[1]!]);
}

type Convolved = Readonly<Record<"x" | "weight" | "dy", Expression>>;

/**
 * Of what a convolution reads: a transposed convolution, or, where it moves by single steps, the convolution with the kernel turned around. That
 * is faster where turning a weight around is little beside it.
 */
export function imageGradient(g: Expressions, { x, weight, dy }: Convolved, given: SlidAlong): Expression {
  const window = { ...given, kernel: kernelOf(weight.type) };
  const { begin, end } = given.padding;
  const sides = spatialOf(x.type).sides;
  const reach = sides.map((_, axis) => extent(window, axis) - 1);
  const turned = {
    begin: reach.map((far, axis) => far - begin[axis]!),
    end: reach.map((far, axis) => far - end[axis]!),
  };
  const isByOne = given.stride.every((step) => step === 1) && elementCount(dy.type) >= elementCount(weight.type);
  if (isByOne && [...turned.begin, ...turned.end].every((side) => side >= 0))
    return g.conv(dy, turnedAround(g, weight, given.groups), { ...given, padding: turned });
  const outputPadding = sides.map(
    (side, axis) => (side + begin[axis]! + end[axis]! - reach[axis]! - 1) % given.stride[axis]!,
  );
  return g.convTranspose(dy, weight, { ...given, outputPadding });
}

/** Of what a transposed convolution reads: the convolution with the same weight. */
export function gathered(g: Expressions, { x, weight, dy }: Convolved, given: SlidAlong): Expression {
  const { stride, padding, dilation, groups } = given;
  const all = g.conv(dy, weight, { stride, padding, dilation, groups });
  // There are more positions where what is added behind is as long as a step.
  return g.slice(all, { start: x.type.shape.map(() => 0), end: x.type.shape });
}

/** The weight from its last tap to its first, with what were filters as channels. */
function turnedAround(g: Expressions, weight: Expression, groups: number): Expression {
  const [filters = 0, channels = 0, ...kernel] = weight.type.shape;
  const step = [1, 1, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const start = [0, 0, ...kernel.map((side) => side - 1)];
  const end = [filters, channels, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const turned = g.slice(weight, { start, end, step });
  if (groups === 1) return g.transpose(turned, [1, 0, ...kernel.map((_, axis) => axis + 2)]);
  const inGroups = g.reshape(turned, [groups, filters / groups, channels, ...kernel]);
  const order = [0, 2, 1, ...kernel.map((_, axis) => axis + 3)];
  return g.reshape(g.transpose(inGroups, order), [groups * channels, filters / groups, ...kernel]);
}
