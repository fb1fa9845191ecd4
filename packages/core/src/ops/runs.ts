/** Runs: the elements that stand along some axes of a tensor, side by side. What reductions and norms share. */
import type { ElementArray } from "../dtypes.js";
import { type Shape, type Tensor, type TensorType, elementCount, zeros } from "../tensor.js";
import { reorder } from "./reorder.js";
import { copyView, permute, viewOf } from "./view.js";

/**
 * One number of the run from `start` to before `end`, in row-major order along its axes. Where an op takes integers too, the elements may be
 * of 64 bits, as in `elementwise.ts`.
 */
export type Reduce = (data: Float32Array, start: number, end: number) => number;

/** A tensor of `type` with a number for each run of x along `axes`, in the order of the other axes. */
export function reduceRuns(x: Tensor, axes: readonly number[], { dtype, shape }: TensorType, reduce: Reduce): Tensor {
  const data = moved(x, orderBehind(x.shape, axes)).data as Float32Array;
  const length = runLength(x.shape, axes);
  // Float16 is float32 within an op.
  const y = zeros(dtype === "float16" ? "float32" : dtype, shape) as Tensor;
  const results = y.data as Float32Array;
  for (let run = 0; run < results.length; run += 1) results[run] = reduce(data, run * length, (run + 1) * length);
  return y;
}

/** Fills `y` from the run of `x` from `start` to before `end`. */
export type MapRun = (x: Float32Array, y: Float32Array, start: number, end: number) => void;

/** A tensor as x, each run of which along `axes` is made of the same run of x. */
export function mapRuns(x: Tensor, axes: readonly number[], map: MapRun): Tensor {
  const order = orderBehind(x.shape, axes);
  const runs = moved(x, order);
  const mapped = zeros(x.dtype, runs.shape) as Tensor;
  const length = runLength(x.shape, axes);
  for (let start = 0; start < elementCount(x); start += length) {
    map(runs.data as Float32Array, mapped.data as Float32Array, start, start + length);
  }
  if (isInOrder(order)) return mapped;
  const y = zeros(x.dtype, x.shape) as Tensor;
  copyView(viewOf<ElementArray>(mapped), permute(viewOf<ElementArray>(y), order));
  return y;
}

/** All axes, `axes` behind the others. */
function orderBehind({ length }: Shape, axes: readonly number[]): readonly number[] {
  const others = Array.from({ length }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  return [...others, ...axes];
}

function runLength(shape: Shape, axes: readonly number[]): number {
  return axes.reduce((product, axis) => product * shape[axis]!, 1);
}

function moved(x: Tensor, order: readonly number[]): Tensor {
  return isInOrder(order) ? x : reorder(x, order);
}

function isInOrder(order: readonly number[]): boolean {
  return order.every((axis, place) => axis === place);
}
