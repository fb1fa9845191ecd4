/** Windows that slide over an image: the geometry that convolutions and pools share. */
import type { Pair, Padding } from "../attributes.js";
import { InvalidNodeError } from "../errors.js";

export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

/** Positions of the window along each side of a height x width image, rounded down; an error where it fits nowhere. */
export function windowPositions(height: number, width: number, { kernel, stride, padding, dilation }: Window): Pair {
  const rows = positions(height + padding.top + padding.bottom, kernel[0], stride[0], dilation[0]);
  const columns = positions(width + padding.left + padding.right, kernel[1], stride[1], dilation[1]);
  if (rows < 1 || columns < 1) {
    throw new InvalidNodeError({
      problem: `a ${kernel.join("x")} window does not fit an image of ${width}x${height} (width x height)`,
    });
  }
  return [rows, columns];
}

/** Rows or columns that the kernel reaches over. */
export function extent({ kernel, dilation }: Pick<Window, "kernel" | "dilation">, axis: 0 | 1): number {
  return dilation[axis] * (kernel[axis] - 1) + 1;
}

function positions(side: number, kernel: number, stride: number, dilation: number): number {
  return Math.floor((side - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** Height and width that ONNX infers where no size is given: what the windows of the pool reach over. */
export function impliedSize([height, width]: Pair, kernel: Pair, stride: Pair): Pair {
  return [(height - 1) * stride[0] + kernel[0], (width - 1) * stride[1] + kernel[1]];
}
