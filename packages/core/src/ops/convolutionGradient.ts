/**
 * Gradients of convolutions of either direction. That of the weight is a product of matrices for each tap of the kernel: what the tap saw of
 * the image, at all positions, times the gradient there. As one convolution, whose kernel is as large as the image, runtimes are slow at it.
 */
import type { SlidAlong, Expression, Expressions } from "../gradient.js";
import { type Shape, elementCount, spatialOf } from "../tensor.js";
import { kernelOf } from "./convolution.js";
import { extent } from "./window.js";

/** Sums over all but the channels: of a bias. */
export function channelSums(g: Expressions, dy: Expression): Expression {
  const { shape } = dy.type;
  return g.reshape(
    g.sum(
      dy,
      [...shape.keys()].filter((axis) => axis !== 1),
    ),
    [shape[1]!],
  );
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

interface Products {
  /** What the kernel slides over. */
  readonly image: Expression;
  /** The positions that it stands at, whose channels are the first axis of the weight. */
  readonly positions: Expression;
  readonly weight: Expression;
}

/** Of so few channels a product of matrices is too narrow. */
const FEW_CHANNELS = 16;

/** What all taps saw is multiplied at once where a product for each would be narrow, or there is less of the image than of the weight to move. */
export function weightGradient(g: Expressions, { image, positions, weight }: Products, given: SlidAlong): Expression {
  const { shape } = weight.type;
  const [batch = 0, , ...places] = positions.type.shape;
  const [stack, count] = [[batch, given.groups], elementCount({ shape: places })];
  const [filters, channels] = [shape[0]! / given.groups, shape[1]!];
  const rows = g.reshape(positions, [...stack, filters, count]);
  const see = phasesOf(g, padded(g, image, reachOf(places, kernelOf(weight.type), given), given), given);
  const taps = tapsIn(kernelOf(weight.type));
  const seen = taps.map((tap) => g.reshape(see(tap, places), [...stack, channels, 1, count]));
  const isJoined = channels < FEW_CHANNELS || elementCount(weight.type) > elementCount(image.type);
  const products = (isJoined ? [g.concat(seen, 3)] : seen).map((each) => {
    const columns = g.transpose(
      g.reshape(each, [...stack, each.type.shape[2]! * each.type.shape[3]!, count]),
      [0, 1, 3, 2],
    );
    return g.reshape(g.sum(g.matMul(rows, columns), [0]), [given.groups, filters, channels, each.type.shape[3]!]);
  });
  return g.reshape(g.concat(products, 3), shape);
}

/** The elements along each axis, padding included, that any position sees. */
function reachOf(places: Shape, kernel: Shape, given: SlidAlong): Shape {
  return places.map((count, axis) => (count - 1) * given.stride[axis]! + extent({ ...given, kernel }, axis));
}

/** As much of the image in its padding as is seen. */
function padded(g: Expressions, image: Expression, reach: Shape, { padding: { begin } }: SlidAlong): Expression {
  const { batch, channels, sides } = spatialOf(image.type);
  const behind = reach.map((far, axis) => far - begin[axis]! - sides[axis]!);
  const cropped = sides.map((side, axis) => side + Math.min(0, behind[axis]!));
  const seen = g.slice(image, { start: image.type.shape.map(() => 0), end: [batch, channels, ...cropped] });
  return g.pad(seen, [0, 0, ...begin], [0, 0, ...behind.map((side) => Math.max(0, side))]);
}

/** What a tap sees at all positions: where these are steps apart, a part of every so-manyth element, which are taken out once. */
function phasesOf(
  g: Expressions,
  image: Expression,
  { stride, dilation }: SlidAlong,
): (tap: readonly number[], places: Shape) => Expression {
  const { batch, channels, sides } = spatialOf(image.type);
  return (tap, places) => {
    const offsets = tap.map((place, axis) => place * dilation[axis]!);
    const start = [0, 0, ...offsets.map((offset, axis) => offset % stride[axis]!)];
    const phase = g.slice(image, { start, end: [batch, channels, ...sides], step: [1, 1, ...stride] });
    const first = offsets.map((offset, axis) => Math.floor(offset / stride[axis]!));
    const end = [batch, channels, ...first.map((place, axis) => place + places[axis]!)];
    return g.slice(phase, { start: [0, 0, ...first], end });
  };
}

/** The places in a kernel, in the order of its elements. */
function tapsIn(kernel: Shape): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (taps, side) => taps.flatMap((tap) => Array.from({ length: side }, (_, place) => [...tap, place])),
    [[]],
  );
}

/** The weight from its last tap to its first, with what were filters as channels. */
function turnedAround(g: Expressions, weight: Expression, groups: number): Expression {
  const [filters = 0, channels = 0, ...kernel] = weight.type.shape;
  const step = [1, 1, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const start = [0, 0, ...kernel.map((side) => side - 1)];
  const end = [filters, channels, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const inGroups = g.reshape(g.slice(weight, { start, end, step }), [groups, filters / groups, channels, ...kernel]);
  const order = [0, 2, 1, ...kernel.map((_, axis) => axis + 3)];
  return g.reshape(g.transpose(inGroups, order), [groups * channels, filters / groups, ...kernel]);
}
