/** What windows cover of an image, taken out or added in one row of windows at a time: the data movement of both convolutions. */
import { rank4 } from "../tensor.js";
import type { Window } from "./window.js";

/** What is the same for every row of windows over some planes of an image. */
export interface WindowRows {
  /** Planes that one window covers. */
  readonly planes: number;
  /** Windows in a row. */
  readonly columns: number;
  /** Elements of a patch, planes x kernel height x kernel width. */
  readonly length: number;
  readonly height: number;
  readonly width: number;
  readonly stride: readonly [number, number];
  readonly taps: readonly Tap[];
}

/** One place in the kernel. */
interface Tap {
  /** From the row that the window begins with without padding, and from the column. */
  readonly down: number;
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

/** The rows of windows over an image N x C x H x W, `columns` of them in each, that cover `planes` of its planes. */
export function windowRows(
  image: { readonly shape: readonly number[] },
  { kernel, stride, padding, dilation }: Window,
  { planes, columns }: { readonly planes: number; readonly columns: number },
): WindowRows {
  const [, , height, width] = rank4(image);
  const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, index): Tap => {
    const down = Math.floor(index / kernel[1]) * dilation[0] - padding.top;
    const across = (index % kernel[1]) * dilation[1] - padding.left;
    const from = Math.max(0, Math.ceil(-across / stride[1]));
    return { down, across, from, to: Math.min(columns, Math.ceil((width - across) / stride[1])) };
  });
  return { planes, columns, length: planes * taps.length, height, width, stride, taps };
}

/** Writes the patch under each window of a row to `patches`, one after the other, zero outside the image. */
export function readPatches(image: Float32Array, rows: WindowRows, at: WindowRow, patches: Float64Array): void {
  const { planes, length, height, width, taps } = rows;
  const [down, across] = rows.stride;
  patches.fill(0);
  for (let plane = 0; plane < planes; plane += 1) {
    for (let element = 0; element < taps.length; element += 1) {
      const tap = taps[element]!;
      const y = at.row * down + tap.down;
      if (y < 0 || y >= height) continue;
      const pixel = ((at.firstPlane + plane) * height + y) * width + tap.across;
      const first = plane * taps.length + element;
      for (let column = tap.from; column < tap.to; column += 1) {
        patches[first + column * length] = image[pixel + column * across]!;
      }
    }
  }
}

/** Adds to the image, where `readPatches` reads it, the patches of a row; what lies outside is dropped. */
export function addPatches(patches: Float64Array, rows: WindowRows, at: WindowRow, image: Float64Array): void {
  const { planes, length, height, width, taps } = rows;
  const [down, across] = rows.stride;
  for (let plane = 0; plane < planes; plane += 1) {
    for (let element = 0; element < taps.length; element += 1) {
      const tap = taps[element]!;
      const y = at.row * down + tap.down;
      if (y < 0 || y >= height) continue;
      const pixel = ((at.firstPlane + plane) * height + y) * width + tap.across;
      const first = plane * taps.length + element;
      for (let column = tap.from; column < tap.to; column += 1) {
        image[pixel + column * across]! += patches[first + column * length]!;
      }
    }
  }
}
