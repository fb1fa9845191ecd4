/** What windows cover of an image, taken out or added in one row of windows at a time: the data movement of both convolutions. */
import { elementCount } from "../tensor.js";
import { type Slide, coveredRows } from "./window.js";

/** What is the same for every row of windows over some planes of an image. */
export interface WindowRows {
  readonly slide: Slide;
  /** Planes that one window covers. */
  readonly planes: number;
  /** Elements of a plane. */
  readonly area: number;
  /** Elements of a patch, planes x kernel. */
  readonly length: number;
  /** From window to window. */
  readonly stride: number;
  /** The places in a row of the kernel. */
  readonly taps: readonly Tap[];
}

interface Tap {
  /** From the column that the window begins with without padding. */
  readonly across: number;
  /** The columns of windows from `from` to before `to` have this place inside the image. */
  readonly from: number;
  readonly to: number;
}

/** Which row of windows, over the planes from `firstPlane`, counted over samples and channels. */
export interface WindowRow {
  readonly firstPlane: number;
  readonly row: number;
}

/** The rows of windows that cover `planes` of an image's planes. */
export function windowRows(slide: Slide, planes: number): WindowRows {
  const { sides, window, positions } = slide;
  const last = sides.length - 1;
  const [width, columns, stride] = [sides[last]!, positions[last]!, window.stride[last]!];
  const taps = Array.from({ length: window.kernel[last]! }, (_, tap): Tap => {
    const across = tap * window.dilation[last]! - window.padding.begin[last]!;
    const from = Math.max(0, Math.ceil(-across / stride));
    return { across, from, to: Math.min(columns, Math.ceil((width - across) / stride)) };
  });
  const length = planes * elementCount({ shape: window.kernel });
  return { slide, planes, area: elementCount({ shape: sides }), length, stride, taps };
}

/** Writes the patch under each window of a row to `patches`, one after the other, zero outside the image. */
export function readPatches(image: Float32Array, rows: WindowRows, at: WindowRow, patches: Float64Array): void {
  const { planes, area, length, stride, taps } = rows;
  const covered = coveredRows(rows.slide, at.row);
  patches.fill(0);
  for (let plane = 0; plane < planes; plane += 1) {
    const firstPixel = (at.firstPlane + plane) * area;
    const firstElement = (plane * length) / planes;
    for (const { kernelRow, start } of covered) {
      for (let index = 0; index < taps.length; index += 1) {
        const tap = taps[index]!;
        const pixel = firstPixel + start + tap.across;
        const element = firstElement + kernelRow * taps.length + index;
        for (let column = tap.from; column < tap.to; column += 1) {
          patches[element + column * length] = image[pixel + column * stride]!;
        }
      }
    }
  }
}

/** Adds to the image, where `readPatches` reads it, the patches of a row; what lies outside is dropped. */
export function addPatches(patches: Float64Array, rows: WindowRows, at: WindowRow, image: Float64Array): void {
  const { planes, area, length, stride, taps } = rows;
  const covered = coveredRows(rows.slide, at.row);
  for (let plane = 0; plane < planes; plane += 1) {
    const firstPixel = (at.firstPlane + plane) * area;
    const firstElement = (plane * length) / planes;
    for (const { kernelRow, start } of covered) {
      for (let index = 0; index < taps.length; index += 1) {
        const tap = taps[index]!;
        const pixel = firstPixel + start + tap.across;
        const element = firstElement + kernelRow * taps.length + index;
        for (let column = tap.from; column < tap.to; column += 1) {
          image[pixel + column * stride]! += patches[element + column * length]!;
        }
      }
    }
  }
}
