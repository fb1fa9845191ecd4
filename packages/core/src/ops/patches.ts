/** What a window covers of an image, taken out or added in one row of windows at a time: the data movement of both convolutions. */
import { rank4 } from "../tensor.js";
import type { Window } from "./window.js";

/** Planes of height x width, one after the other: N x C of them. */
interface Image<Data> {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** The windows of one row, over some planes of an image. */
interface WindowRow {
  /** Of the image, counted over samples and channels. */
  readonly firstPlane: number;
  readonly planes: number;
  /** Which row of windows, and how many windows it has. */
  readonly row: number;
  readonly columns: number;
}

const POINT: Window = {
  kernel: [1, 1],
  stride: [1, 1],
  padding: { top: 0, left: 0, bottom: 0, right: 0 },
  dilation: [1, 1],
};

/** The patch under each window, planes x kernel height x kernel width, zero outside the image. */
export function readPatches(image: Image<Float32Array>, window: Window, windows: WindowRow): Float64Array {
  const { data } = image;
  const [, stride] = window.stride;
  const length = patchLength(window, windows);
  const patches = new Float64Array(windows.columns * length);
  forEachStep(image, window, windows, ({ element, pixel, from, to }) => {
    for (let column = from; column < to; column += 1) {
      patches[column * length + element] = data[pixel + column * stride]!;
    }
  });
  return patches;
}

/** Adds to the image what `readPatches` would have read from it; what lies outside is dropped. */
export function addPatches(
  patches: Float64Array,
  image: Image<Float64Array>,
  window: Window,
  windows: WindowRow,
): void {
  const { data } = image;
  const [, stride] = window.stride;
  const length = patchLength(window, windows);
  forEachStep(image, window, windows, ({ element, pixel, from, to }) => {
    for (let column = from; column < to; column += 1) {
      data[pixel + column * stride]! += patches[column * length + element]!;
    }
  });
}

/** The pixels of one row, the planes of each together. */
export function readPixels(image: Image<Float32Array>, windows: Omit<WindowRow, "columns">): Float64Array {
  const [, , , width] = rank4(image);
  return readPatches(image, POINT, { ...windows, columns: width });
}

function patchLength({ kernel }: Window, { planes }: WindowRow): number {
  return planes * kernel[0] * kernel[1];
}

/** One element of the patch, and the pixels that it meets from window to window, a stride apart. */
interface Steps {
  readonly element: number;
  /** Where the pixel of column 0 is or would be in the image's data. */
  readonly pixel: number;
  /** The columns from `from` to before `to` have their pixel inside the image. */
  readonly from: number;
  readonly to: number;
}

/** Calls `visit` for every element of a patch that meets the image. */
function forEachStep(
  image: Image<unknown>,
  { kernel, stride, padding, dilation }: Window,
  { firstPlane, planes, row, columns }: WindowRow,
  visit: (steps: Steps) => void,
): void {
  const [, , height, width] = rank4(image);
  for (let plane = 0; plane < planes; plane += 1) {
    for (let ky = 0; ky < kernel[0]; ky += 1) {
      const y = row * stride[0] - padding.top + ky * dilation[0];
      if (y < 0 || y >= height) continue;
      for (let kx = 0; kx < kernel[1]; kx += 1) {
        const x = kx * dilation[1] - padding.left;
        visit({
          element: (plane * kernel[0] + ky) * kernel[1] + kx,
          pixel: ((firstPlane + plane) * height + y) * width + x,
          from: Math.max(0, Math.ceil(-x / stride[1])),
          to: Math.min(columns, Math.ceil((width - x) / stride[1])),
        });
      }
    }
  }
}
