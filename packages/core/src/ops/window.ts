/** Windows that slide over the spatial axes of a tensor: the geometry that convolutions and pools share. */
import type { SpatialPadding } from "../spatialAttributes.js";
import { InvalidNodeError } from "../errors.js";
import { type Shape, elementCount, spatialOf } from "../tensor.js";

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
function printSides(sides: Shape): string {
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

/** An error where a window sees nothing of the image: of nothing there is no largest value, and no mean. */
export function checkWindowsMeet({ sides, window, positions }: Slide): void {
  if (positions.every((count, axis) => everyWindowMeets(sides[axis]!, count, window, axis))) return;
  throw new InvalidNodeError({ problem: `a window lies in the padding and sees nothing of ${printSides(sides)}` });
}

/** Whether the windows at all `count` positions along an axis cover a pixel. */
function everyWindowMeets(side: number, count: number, window: Window, axis: number): boolean {
  const [taps, step, dilation] = [window.kernel[axis]!, window.stride[axis]!, window.dilation[axis]!];
  const meets = (position: number): boolean => {
    const start = position * step - window.padding.begin[axis]!;
    const skipped = Math.max(0, Math.ceil(-start / dilation));
    return skipped < taps && start + skipped * dilation < side;
  };
  if (dilation <= side) return meets(0) && meets(count - 1);
  // Where the image fits between two taps, any window may miss it; a file from elsewhere may ask for absurdly many.
  return count < 2 ** 16 && Array.from({ length: count }, (_, position) => position).every(meets);
}

/** A row of windows over a plane of an image, one a sample and channel. */
export interface PooledRow {
  /** Where each row of the plane begins that the windows cover, from the first element of the plane. */
  readonly starts: readonly number[];
  /** Where the plane begins. */
  readonly origin: number;
  /** The first of its results. */
  readonly first: number;
}

/** Calls `visit` with every row of windows of a pool of x. */
export function forEachPooledRow(x: { readonly shape: Shape }, slide: Slide, visit: (row: PooledRow) => void): void {
  const { batch, channels, sides } = spatialOf(x);
  const [area, rows, columns] = [elementCount({ shape: sides }), rowCount(slide), slide.positions.at(-1)!];
  for (let row = 0; row < rows; row += 1) {
    const starts = coveredRows(slide, row).map(({ start }) => start);
    for (let plane = 0; plane < batch * channels; plane += 1) {
      visit({ starts, origin: plane * area, first: (plane * rows + row) * columns });
    }
  }
}

/** What lies around an image that has both paddings around it. */
export function sumOfPaddings(inner: SpatialPadding, outer: SpatialPadding): SpatialPadding {
  const sums = (ends: "begin" | "end"): readonly number[] => inner[ends].map((side, axis) => side + outer[ends][axis]!);
  return { begin: sums("begin"), end: sums("end") };
}
