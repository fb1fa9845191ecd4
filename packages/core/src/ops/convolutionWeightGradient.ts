/**
 * Gradients of the weights of convolutions of either direction, as products of matrices: what a tap of the kernel saw of the image, at all
 * positions, times the gradient there. As one convolution, whose kernel is as large as the image, runtimes are slow at it.
 */
import type { SlidAlong, Expression, Expressions } from "../gradient.js";
import { type Shape, elementCount, intTensor, spatialOf } from "../tensor.js";
import { kernelOf } from "./convolution.js";
import { extent } from "./window.js";

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
export function weightGradient(g: Expressions, products: Products, given: SlidAlong): Expression {
  const { image, positions, weight } = products;
  const { sides } = spatialOf(positions.type);
  const seen = { ...products, image: padded(g, image, reachOf(sides, kernelOf(weight.type), given), given) };
  const isJoined = weight.type.shape[1]! < FEW_CHANNELS || elementCount(weight.type) > elementCount(image.type);
  return isJoined ? ofAllTaps(g, seen, given) : ofColumns(g, seen, given);
}

function ofAllTaps(g: Expressions, { image, positions, weight }: Products, given: SlidAlong): Expression {
  const [filters = 0, channels = 0, ...kernel] = weight.type.shape;
  const [batch = 0, , ...places] = positions.type.shape;
  const ofGroup = filters / given.groups;
  // Where a weight is larger than what is seen for it, moving that is less than adding up a product of each of the batch.
  const isWhole = batch > 1 && ofGroup > elementCount({ shape: places });
  const [seen, stood] = isWhole ? [channelsFirst(g, image), channelsFirst(g, positions)] : [image, positions];
  const stack = isWhole ? [given.groups] : [batch, given.groups];
  const count = elementCount({ shape: places }) * (isWhole ? batch : 1);
  const taps = elementCount({ shape: kernel });
  const sight = { images: isWhole ? batch : 1, kernel, places };
  const columns = g.reshape(seenByTaps(g, seen, sight, given), [...stack, channels * taps, count]);
  const product = g.matMul(g.reshape(stood, [...stack, ofGroup, count]), transposed(g, columns));
  return g.reshape(isWhole ? product : g.sum(product, [0]), weight.type.shape);
}

interface Sight {
  /** Of a channel, one behind the other. */
  readonly images: number;
  readonly kernel: Shape;
  readonly places: Shape;
}

/**
 * Channels x lines x places in a line: all that the first tap sees, then the second. Lines are cut once for the taps that begin at the same place
 * in them, and taken whole for each of these: ONNX Runtime takes whole lines in less than half the time of cuts that are joined.
 */
function seenByTaps(
  g: Expressions,
  image: Expression,
  { images, kernel, places }: Sight,
  given: SlidAlong,
): Expression {
  const { shape } = image.type;
  const { stride, dilation } = given;
  const last = kernel.length - 1;
  const [across, length] = [kernel[last]!, places[last]!];
  const rows = shape.slice(2, -1);
  const see = phasesOf(g, image, { ...given, stride: stride.map((side, axis) => (axis === last ? side : 1)) });
  const cuts = Array.from({ length: across }, (_, tap) =>
    g.reshape(see([...rows.map(() => 0), tap], [...rows, length]), [...shape.slice(0, -1), 1, length]),
  );
  const channels = elementCount({ shape: shape.slice(0, 2) }) / images;
  const ofChannel = images * elementCount({ shape: rows }) * across;
  const lines = g.reshape(g.concat(cuts, shape.length - 1), [channels, ofChannel, length]);
  const found = tapsIn(kernel).flatMap((tap) =>
    tapsIn([images, ...places.slice(0, -1)]).map(([number = 0, ...place]) => {
      const row = rows.reduce(
        (line, side, axis) => line * side + place[axis]! * stride[axis]! + tap[axis]! * dilation[axis]!,
        number,
      );
      return row * across + tap[last]!;
    }),
  );
  return g.gather(lines, g.constant(intTensor([found.length], found)), 1);
}

/**
 * A product for all taps that differ by their row: the positions are shifted along the rows for each, and stand below each other, so that the
 * image is copied once for them.
 */
function ofColumns(g: Expressions, { image, positions, weight }: Products, given: SlidAlong): Expression {
  const [filters = 0, channels = 0, ...kernel] = weight.type.shape;
  const [batch = 0, , ...places] = positions.type.shape;
  const ofGroup = filters / given.groups;
  const see = phasesOf(g, image, given);
  const columns = columnsIn(tapsIn(kernel), places, given);
  const products = columns.map((column) => {
    const [first, last] = [column[0]!, column.at(-1)!];
    const reach = [places[0]! + last.row - first.row, ...places.slice(1)];
    const count = elementCount({ shape: reach });
    return g.matMul(
      g.reshape(atEachRow(g, positions, column), [batch, given.groups, ofGroup * column.length, count]),
      transposed(g, g.reshape(see(first.tap, reach), [batch, given.groups, channels, count])),
    );
  });
  if (isTable(columns)) {
    const table = g.sum(g.concat(products, 3), [0]);
    const byTap = g.reshape(table, [given.groups, ofGroup, columns[0]!.length, columns.length, channels]);
    return g.reshape(g.transpose(byTap, [0, 1, 4, 2, 3]), weight.type.shape);
  }
  const ofTaps = products.map((product, index) =>
    g.reshape(g.sum(product, [0]), [given.groups, ofGroup, columns[index]!.length, channels]),
  );
  const found = columns.flat().map(({ index }) => index);
  const order = found.map((_, index) => found.indexOf(index));
  const inOrder = g.gather(g.concat(ofTaps, 2), g.constant(intTensor([order.length], order)), 2);
  return g.reshape(g.transpose(inOrder, [0, 1, 3, 2]), weight.type.shape);
}

/**
 * For each tap of a column the positions as far down as it is, with zeros above and below: N x channels x rows of all taps x ... That is the
 * positions once for each tap, and between two of them the zeros that end the one and begin the other.
 */
function atEachRow(g: Expressions, positions: Expression, column: readonly Tap[]): Expression {
  const { dtype, shape } = positions.type;
  const far = column.at(-1)!.row - column[0]!.row;
  const parts = column.flatMap(({ row }, place) => {
    if (place === 0) return [positions];
    const between = far + row - column[place - 1]!.row;
    return [g.zeros({ dtype, shape: shape.map((side, axis) => (axis === 2 ? between : side)) }), positions];
  });
  return g.concat(parts, 2);
}

/** Whether the taps of all columns, side by side, are those of the kernel row by row. */
function isTable(columns: readonly (readonly Tap[])[]): boolean {
  const rows = columns[0]!.length;
  return columns.every(
    (column, across) =>
      column.length === rows && column.every(({ index }, row) => index === row * columns.length + across),
  );
}

/** Of a stack of matrices. */
function transposed(g: Expressions, x: Expression): Expression {
  const axes = [...x.type.shape.keys()];
  return g.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Channels x N x places. */
function channelsFirst(g: Expressions, x: Expression): Expression {
  const [, , ...places] = x.type.shape.keys();
  return g.transpose(x, [1, 0, ...places]);
}

interface Tap {
  /** Among all taps. */
  readonly index: number;
  readonly tap: readonly number[];
  /** How far down it is, in positions. */
  readonly row: number;
}

/** Rows of zeros are multiplied too: where they are more than this share of all, taps stand alone. */
const MOST_ZEROS = 0.25;

/** Taps that see the same parts of rows, from above to below. */
function columnsIn(taps: readonly (readonly number[])[], places: Shape, given: SlidAlong): readonly (readonly Tap[])[] {
  const [stride, dilation] = [given.stride[0]!, given.dilation[0]!];
  const columns = new Map<string, Tap[]>();
  for (const [index, tap] of taps.entries()) {
    const offset = tap[0]! * dilation;
    const row = Math.floor(offset / stride);
    const key = [offset % stride, ...tap.slice(1)].join();
    const [first] = columns.get(key) ?? [];
    const isFar = first !== undefined && row - first.row > MOST_ZEROS * places[0]!;
    columns.set(isFar ? `${key} ${index}` : key, [...(isFar ? [] : (columns.get(key) ?? [])), { index, tap, row }]);
  }
  return [...columns.values()];
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
