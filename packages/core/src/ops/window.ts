/** Windows that slide over the spatial axes of a tensor: the geometry that convolutions and pools share. */
import type { SpatialPadding } from "../attributes.js";
import { InvalidNodeError } from "../errors.js";
import { type Shape, elementCount } from "../tensor.js";

/** With an entry for each spatial axis. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: SpatialPadding;
  readonly dilation: readonly number[];
}

/** Positions of the window along each axis, rounded down; an error where it fits nowhere. */
export function windowPositions(sides: Shape, window: Window): Shape {
  const { kernel, stride, padding } = window;
  if (kernel.length !== sides.length) {
    throw new InvalidNodeError({ problem: `a ${kernel.join("x")} window does not slide over ${sides.join("x")}` });
  }
  const positions = sides.map((side, axis) => {
    const padded = side + padding.begin[axis]! + padding.end[axis]!;
    return Math.floor((padded - extent(window, axis)) / stride[axis]!) + 1;
  });
  if (positions.some((count) => count < 1)) {
    throw new InvalidNodeError({ problem: `a ${kernel.join("x")} window does not fit ${printSides(sides)}` });
  }
  return positions;
}

/** `an image of 640x360 (width x height)`, or the sides of what is no image. */
export function printSides(sides: Shape): string {
  return sides.length === 2 ? `an image of ${sides.toReversed().join("x")} (width x height)` : sides.join("x");
}

/** Elements that the kernel reaches over along an axis. */
export function extent({ kernel, dilation }: Pick<Window, "kernel" | "dilation">, axis: number): number {
  return dilation[axis]! * (kernel[axis]! - 1) + 1;
}

/** The sides that ONNX infers where no size is given: what the windows of the pool reach over. */
export function impliedSize(sides: Shape, kernel: readonly number[], stride: readonly number[]): Shape {
  return sides.map((side, axis) => (side - 1) * stride[axis]! + kernel[axis]!);
}

/** A window over the sides of an image, at so many positions along each. */
export interface Slide {
  readonly sides: Shape;
  readonly window: Window;
  readonly positions: Shape;
}

/** Rows of windows, along the last axis: all positions along the axes before it. */
export function rowCount({ positions }: Pick<Slide, "positions">): number {
  return elementCount({ shape: positions.slice(0, -1) });
}

/** A row of a plane of the image that a row of windows covers. */
export interface CoveredRow {
  /** The row of the kernel that lies on it. */
  readonly kernelRow: number;
  /** Its first element, from the first of the plane. */
  readonly start: number;
}

/** What a row of windows covers, in the order of the kernel's rows, those outside the image left out. */
export function coveredRows({ sides, window, positions }: Slide, row: number): readonly CoveredRow[] {
  const { kernel, stride, dilation, padding } = window;
  const last = sides.length - 1;
  let covered: readonly CoveredRow[] = [{ kernelRow: 0, start: 0 }];
  let inner = rowCount({ positions });
  for (let axis = 0; axis < last; axis += 1) {
    inner /= positions[axis]!;
    const position = Math.floor(row / inner) % positions[axis]!;
    const first = position * stride[axis]! - padding.begin[axis]!;
    const [taps, side, step] = [kernel[axis]!, sides[axis]!, dilation[axis]!];
    covered = covered.flatMap(({ kernelRow, start }) => {
      const reached: CoveredRow[] = [];
      for (let tap = 0; tap < taps; tap += 1) {
        const place = first + tap * step;
        if (place >= 0 && place < side)
          reached.push({ kernelRow: kernelRow * taps + tap, start: start * side + place });
      }
      return reached;
    });
  }
  const width = sides[last]!;
  return covered.map(({ kernelRow, start }) => ({ kernelRow, start: start * width }));
}
