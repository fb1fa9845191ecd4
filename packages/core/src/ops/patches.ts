/** What windows cover of an image, taken out or added in one row of windows at a time: the data movement of both convolutions. */
import { elementCount } from "../tensor.js";
import { type Slide, coveredRows, rowCount } from "./window.js";

/** What is the same for every row of windows over some planes of an image. */
export interface WindowRows {
  readonly slide: Slide;
  /** Planes that one window covers. */
  readonly planes: number;
  /** Elements of a plane, and of the kernel. */
  readonly area: number;
  readonly kernelArea: number;
  /** From window to window. */
  readonly stride: number;
}

/** A place in the kernel, as a row of windows puts it on the image. */
export interface Tap {
  /** Which place. */
  readonly element: number;
  /** The pixel of a plane on which the row's first window has it; that may lie outside. */
  readonly pixel: number;
  /** The windows from `from` to before `to` have this place inside the image. */
  readonly from: number;
  readonly to: number;
}

/** A row of windows over the planes from `firstPlane`, counted over samples and channels; `taps` are the same for all planes. */
export interface WindowRow {
  readonly firstPlane: number;
  readonly taps: readonly Tap[];
}

/** The rows of windows that cover `planes` of an image's planes. */
export function windowRows(slide: Slide, planes: number): WindowRows {
  const [area, kernelArea] = [elementCount({ shape: slide.sides }), elementCount({ shape: slide.window.kernel })];
  return { slide, planes, area, kernelArea, stride: slide.window.stride.at(-1)! };
}

/** The places of the kernel that lie inside the image for some windows of a row. */
export function tapsOf({ slide, stride }: WindowRows, row: number): readonly Tap[] {
  const { sides, window, positions } = slide;
  const last = sides.length - 1;
  const [width, columns, count] = [sides[last]!, positions[last]!, window.kernel[last]!];
  return coveredRows(slide, row).flatMap(({ kernelRow, start }) =>
    Array.from({ length: count }, (_, place): Tap => {
      const across = place * window.dilation[last]! - window.padding.begin[last]!;
      return {
        element: kernelRow * count + place,
        pixel: start + across,
        from: Math.max(0, Math.ceil(-across / stride)),
        to: Math.min(columns, Math.ceil((width - across) / stride)),
      };
    }),
  );
}

/** So many rows are done in one plane before the next one's: they stay in the cache, and what is the same for all planes is made once. */
const ROWS_AT_ONCE = 64;

/** What is made of each row of windows, some rows at a time. */
export function* rowBlocks<Made>({ slide }: WindowRows, make: (row: number) => Made): Generator<readonly Made[]> {
  const count = rowCount(slide);
  for (let first = 0; first < count; first += ROWS_AT_ONCE) {
    yield Array.from({ length: Math.min(ROWS_AT_ONCE, count - first) }, (_, index) => make(first + index));
  }
}

/** Writes the patch under each window of a row to `patches`, one after the other, zero outside the image. */
export function readPatches(
  image: Float32Array,
  { planes, area, kernelArea, stride }: WindowRows,
  { firstPlane, taps }: WindowRow,
  patches: Float64Array,
): void {
  const length = planes * kernelArea;
  patches.fill(0);
  for (const { element, pixel, from, to } of taps) {
    for (let plane = 0; plane < planes; plane += 1) {
      const source = (firstPlane + plane) * area + pixel;
      const target = plane * kernelArea + element;
      for (let column = from; column < to; column += 1) {
        patches[target + column * length] = image[source + column * stride]!;
      }
    }
  }
}

/** Adds to the image, where `readPatches` reads it, the patches of a row; what lies outside is dropped. */
export function addPatches(
  patches: Float64Array,
  { planes, area, kernelArea, stride }: WindowRows,
  { firstPlane, taps }: WindowRow,
  image: Float64Array,
): void {
  const length = planes * kernelArea;
  for (const { element, pixel, from, to } of taps) {
    for (let plane = 0; plane < planes; plane += 1) {
      const target = (firstPlane + plane) * area + pixel;
      const source = plane * kernelArea + element;
      for (let column = from; column < to; column += 1) {
        image[target + column * stride]! += patches[source + column * length]!;
      }
    }
  }
}
