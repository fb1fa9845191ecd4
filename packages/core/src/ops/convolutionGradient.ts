/**
 * Gradients of convolutions of either direction. That of the weight is a product of matrices for each tap of the kernel: what the tap saw of
 * the image, at all positions, times the gradient there. As one convolution, whose kernel is as large as the image, runtimes are slow at it.
 */
import type { SlidAlong, Term, Terms } from "../gradient.js";
import { type Shape, elementCount, spatialOf } from "../tensor.js";
import { kernelOf } from "./convolution.js";
import { extent } from "./window.js";

/** Sums over all but the channels: of a bias. */
export function channelSums(g: Terms, dy: Term): Term {
  const { shape } = dy.type;
  return g.reshape(
    g.sum(
      dy,
      [...shape.keys()].filter((axis) => axis !== 1),
    ),
    [shape[1]!],
  );
}

type Convolved = Readonly<Record<"x" | "weight" | "dy", Term>>;

/** Of what a convolution reads: where it moves by single steps a convolution with the kernel turned around, else a transposed one. */
export function imageGradient(g: Terms, { x, weight, dy }: Convolved, given: SlidAlong): Term {
  const window = { ...given, kernel: kernelOf(weight.type) };
  const { begin, end } = given.padding;
  const sides = spatialOf(x.type).sides;
  const reach = sides.map((_, axis) => extent(window, axis) - 1);
  const turned = {
    begin: reach.map((far, axis) => far - begin[axis]!),
    end: reach.map((far, axis) => far - end[axis]!),
  };
  const isByOne = given.stride.every((step) => step === 1);
  if (isByOne && [...turned.begin, ...turned.end].every((side) => side >= 0))
    return g.conv(dy, turnedAround(g, weight, given.groups), { ...given, padding: turned });
  const outputPadding = sides.map(
    (side, axis) => (side + begin[axis]! + end[axis]! - reach[axis]! - 1) % given.stride[axis]!,
  );
  return g.convTranspose(dy, weight, { ...given, outputPadding });
}

/** Of what a transposed convolution reads: the convolution with the same weight. */
export function gathered(g: Terms, { x, weight, dy }: Convolved, given: SlidAlong): Term {
  const { stride, padding, dilation, groups } = given;
  const all = g.conv(dy, weight, { stride, padding, dilation, groups });
  // There are more positions where what is added behind is as long as a step.
  return g.slice(all, { start: x.type.shape.map(() => 0), end: x.type.shape });
}

interface Products {
  /** What the kernel slides over. */
  readonly image: Term;
  /** The positions that it stands at, whose channels are the first axis of the weight. */
  readonly positions: Term;
  readonly weight: Term;
}

export function weightGradient(g: Terms, { image, positions, weight }: Products, given: SlidAlong): Term {
  const { shape } = weight.type;
  const [filters, kernel] = [shape[0]! / given.groups, kernelOf(weight.type)];
  const [batch, , ...places] = positions.type.shape;
  const stack = [batch!, given.groups];
  const rows = g.reshape(positions, [...stack, filters, elementCount({ shape: places })]);
  const padded = channelsBehind(g, image, given, reachOf(places, kernel, given));
  const product = (tap: readonly number[]): Term => {
    const seen = g.reshape(seenBy(g, padded, { tap, places }, given), [...stack, rows.type.shape[3]!, shape[1]!]);
    return g.reshape(g.sum(g.matMul(rows, seen), [0]), [shape[0]!, shape[1]!, 1]);
  };
  return g.reshape(g.concat(tapsIn(kernel).map(product), 2), shape);
}

/** The elements along each axis, padding included, that any position sees. */
function reachOf(places: Shape, kernel: Shape, given: SlidAlong): Shape {
  return places.map((count, axis) => (count - 1) * given.stride[axis]! + extent({ ...given, kernel }, axis));
}

/** The image in its padding, N x groups x D1 x D2 x ... x channels of a group. */
function channelsBehind(g: Terms, image: Term, { groups, padding: { begin } }: SlidAlong, reach: Shape): Term {
  const { batch, channels, sides } = spatialOf(image.type);
  const behind = reach.map((far, axis) => far - begin[axis]! - sides[axis]!);
  const cropped = sides.map((side, axis) => side + Math.min(0, behind[axis]!));
  const seen = g.slice(image, { start: image.type.shape.map(() => 0), end: [batch, channels, ...cropped] });
  const inGroups = g.reshape(seen, [batch, groups, channels / groups, ...cropped]);
  const turned = g.transpose(inGroups, [0, 1, ...sides.map((_, axis) => axis + 3), 2]);
  return g.pad(turned, [0, 0, ...begin, 0], [0, 0, ...behind.map((side) => Math.max(0, side)), 0]);
}

interface Seen {
  readonly tap: readonly number[];
  readonly places: Shape;
}

function seenBy(g: Terms, padded: Term, { tap, places }: Seen, { stride, dilation }: SlidAlong): Term {
  const { shape } = padded.type;
  const first = tap.map((place, axis) => place * dilation[axis]!);
  const last = first.map((place, axis) => place + (places[axis]! - 1) * stride[axis]! + 1);
  return g.slice(padded, {
    start: [0, 0, ...first, 0],
    end: [shape[0]!, shape[1]!, ...last, shape.at(-1)!],
    step: [1, 1, ...stride, 1],
  });
}

/** The places in a kernel, in the order of its elements. */
function tapsIn(kernel: Shape): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (taps, side) => taps.flatMap((tap) => Array.from({ length: side }, (_, place) => [...tap, place])),
    [[]],
  );
}

/** The weight from its last tap to its first, with what were filters as channels. */
function turnedAround(g: Terms, weight: Term, groups: number): Term {
  const [filters = 0, channels = 0, ...kernel] = weight.type.shape;
  const step = [1, 1, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const start = [0, 0, ...kernel.map((side) => side - 1)];
  const end = [filters, channels, ...kernel.map((side) => (side > 1 ? -1 : 1))];
  const inGroups = g.reshape(g.slice(weight, { start, end, step }), [groups, filters / groups, channels, ...kernel]);
  const order = [0, 2, 1, ...kernel.map((_, axis) => axis + 3)];
  return g.reshape(g.transpose(inGroups, order), [groups * channels, filters / groups, ...kernel]);
}
