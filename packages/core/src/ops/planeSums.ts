/**
 * Convolution a plane at a time, for filters that are too few to share patches, as the one of each channel in a depthwise convolution: the
 * plane stands within its padding, and rows of it, shifted by each place in the kernel, are added up.
 */
import { rank4 } from "../tensor.js";
import { type Window, extent } from "./window.js";

/** Room for one plane of an image with zeros around it, and how windows lie on it. */
export interface PaddedPlane {
  readonly data: Float64Array;
  readonly width: number;
  /** Of the image's plane; and where its first pixel stands in the data. */
  readonly inner: { readonly height: number; readonly width: number; readonly start: number };
  /** From the first pixel under a window to the one under each place in the kernel. */
  readonly taps: readonly number[];
  readonly stride: readonly [number, number];
  readonly rows: number;
  readonly columns: number;
}

/** Whether planes within their padding are not much larger than the image and the result: strides may be as long as the padding is wide. */
export function isPaddedLittle(
  image: { readonly shape: readonly number[] },
  { padding }: Window,
  [rows, columns]: readonly [number, number],
): boolean {
  const [, , height, width] = rank4(image);
  const padded = (height + padding.top + padding.bottom) * (width + padding.left + padding.right);
  return padded <= 4 * (height * width + rows * columns);
}

/** Room for planes of an image N x C x H x W under a window with `rows` x `columns` positions. */
export function paddedPlane(
  image: { readonly shape: readonly number[] },
  window: Window,
  [rows, columns]: readonly [number, number],
): PaddedPlane {
  const { kernel, stride, dilation, padding } = window;
  const [, , innerHeight, innerWidth] = rank4(image);
  // The windows may reach beyond the image, and the image beyond the last window.
  const height = Math.max(padding.top + innerHeight, (rows - 1) * stride[0] + extent(window, 0));
  const width = Math.max(padding.left + innerWidth, (columns - 1) * stride[1] + extent(window, 1));
  const taps = Array.from(
    { length: kernel[0] * kernel[1] },
    (_, place) => Math.floor(place / kernel[1]) * dilation[0] * width + (place % kernel[1]) * dilation[1],
  );
  const inner = { height: innerHeight, width: innerWidth, start: padding.top * width + padding.left };
  return { data: new Float64Array(height * width), width, inner, taps, stride, rows, columns };
}

/** Puts a plane of the image, counted over samples and channels, into the room for it. */
export function loadPlane(image: Float32Array, plane: number, { data, width, inner }: PaddedPlane): void {
  for (let row = 0; row < inner.height; row += 1) {
    const from = (plane * inner.height + row) * inner.width;
    const to = inner.start + row * width;
    for (let column = 0; column < inner.width; column += 1) data[to + column] = image[from + column]!;
  }
}

/** Adds the plane's share of a filter, kernel height x kernel width, to the sums of all windows: in the order of the kernel. */
export function addPlane(plane: PaddedPlane, filter: Float64Array, sums: Float64Array): void {
  const { data, width, taps, stride, rows, columns } = plane;
  for (let row = 0; row < rows; row += 1) {
    const pixel = row * stride[0] * width;
    const target = { sums, start: row * columns, count: columns };
    let place = 0;
    for (; place + 3 <= taps.length; place += 3)
      addThree(data, target, { filter, taps, place, pixel, step: stride[1] });
    for (; place < taps.length; place += 1) addOne(data, target, { filter, taps, place, pixel, step: stride[1] });
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
