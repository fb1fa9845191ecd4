/**
 * Convolution a plane at a time, for filters that are too few to share patches, as the one of each channel in a depthwise convolution: the
 * plane stands within its padding, and rows of it, shifted by each place in the kernel, are added up.
 */
import { elementCount } from "../tensor.js";
import { placesOf, rowMajorStrides } from "./strided.js";
import { type Slide, extent } from "./window.js";

/** Room for one plane of an image with zeros around it, and how windows lie on it. */
export interface PaddedPlane {
  readonly data: Float64Array;
  /** Of the image's plane: the length of a row, and where each begins in the data. */
  readonly inner: { readonly width: number; readonly starts: readonly number[] };
  /** From the first pixel under a window to the one under each place in the kernel. */
  readonly taps: readonly number[];
  /** The first pixel under each row of windows, how many there are in a row, and from one to the next. */
  readonly starts: readonly number[];
  readonly columns: number;
  readonly stride: number;
}

/** Whether planes within their padding are not much larger than the image and the result: strides may be as long as the padding is wide. */
export function isPaddedLittle({ sides, window: { padding }, positions }: Slide): boolean {
  const padded = sides.map((side, axis) => side + padding.begin[axis]! + padding.end[axis]!);
  return elementCount({ shape: padded }) <= 4 * (elementCount({ shape: sides }) + elementCount({ shape: positions }));
}

/** Room for planes of an image under a window. */
export function paddedPlane({ sides, window, positions }: Slide): PaddedPlane {
  const { kernel, stride, dilation, padding } = window;
  // The windows may reach beyond the image, and the image beyond the last window.
  const padded = sides.map((side, axis) =>
    Math.max(padding.begin[axis]! + side, (positions[axis]! - 1) * stride[axis]! + extent(window, axis)),
  );
  const steps = rowMajorStrides(padded);
  const along = (factors: readonly number[]) => steps.map((step, axis) => step * factors[axis]!);
  const first = along(padding.begin).reduce((sum, each) => sum + each, 0);
  const last = sides.length - 1;
  return {
    data: new Float64Array(elementCount({ shape: padded })),
    inner: { width: sides[last]!, starts: placesOf(sides.slice(0, last), steps).map((place) => place + first) },
    taps: placesOf(kernel, along(dilation)),
    starts: placesOf(positions.slice(0, last), along(stride)),
    columns: positions[last]!,
    stride: stride[last]!,
  };
}

/** Puts a plane of the image, counted over samples and channels, into the room for it. */
export function loadPlane(image: Float32Array, plane: number, { data, inner }: PaddedPlane): void {
  const { width, starts } = inner;
  for (let row = 0; row < starts.length; row += 1) {
    const from = (plane * starts.length + row) * width;
    const to = starts[row]!;
    for (let column = 0; column < width; column += 1) data[to + column] = image[from + column]!;
  }
}

/** Adds the plane's share of a filter to the sums of all windows: in the order of the kernel. */
export function addPlane(plane: PaddedPlane, filter: Float64Array, sums: Float64Array): void {
  const { data, taps, starts, columns, stride } = plane;
  for (let row = 0; row < starts.length; row += 1) {
    const pixel = starts[row]!;
    const target = { sums, start: row * columns, count: columns };
    let place = 0;
    for (; place + 3 <= taps.length; place += 3) addThree(data, target, { filter, taps, place, pixel, step: stride });
    for (; place < taps.length; place += 1) addOne(data, target, { filter, taps, place, pixel, step: stride });
  }
}

interface Target {
  readonly sums: Float64Array;
  readonly start: number;
  readonly count: number;
}

interface Places {
  readonly filter: Float64Array;
  readonly taps: readonly number[];
  /** The first place in the kernel. */
  readonly place: number;
  /** The first pixel under the row's first window, and from window to window. */
  readonly pixel: number;
  readonly step: number;
}

/** Three places at once, so that a sum is loaded and stored once for three products. */
function addThree(
  data: Float64Array,
  { sums, start, count }: Target,
  { filter, taps, place, pixel, step }: Places,
): void {
  const a = filter[place]!;
  const b = filter[place + 1]!;
  const c = filter[place + 2]!;
  let atA = pixel + taps[place]!;
  let atB = pixel + taps[place + 1]!;
  let atC = pixel + taps[place + 2]!;
  for (let index = start; index < start + count; index += 1) {
    sums[index] = sums[index]! + a * data[atA]! + b * data[atB]! + c * data[atC]!;
    atA += step;
    atB += step;
    atC += step;
  }
}

function addOne(
  data: Float64Array,
  { sums, start, count }: Target,
  { filter, taps, place, pixel, step }: Places,
): void {
  const factor = filter[place]!;
  let at = pixel + taps[place]!;
  for (let index = start; index < start + count; index += 1) {
    sums[index]! += factor * data[at]!;
    at += step;
  }
}
