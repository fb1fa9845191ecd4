/** Sums and means over some axes of a tensor: what reductions, globalAveragePool and norms share. */
import { type Shape, type Tensor } from "../tensor.js";
import { reduceRuns } from "./runs.js";

/** The means over `axes`, in double precision until they are rounded, as a tensor of `shape`. */
export function meanOver(x: Tensor, axes: readonly number[], shape: Shape): Tensor {
  return reduceRuns(x, axes, { dtype: x.dtype, shape }, meanOf);
}

/** Of a run. */
export function meanOf(data: Float32Array, start: number, end: number): number {
  return sumOf(data, start, end) / (end - start);
}

/** Of a run of one element at least, which may be an integer of 64 bits. */
export function sumOf(data: Float32Array, start: number, end: number): number {
  let sum = data[start]!;
  for (let index = start + 1; index < end; index += 1) sum += data[index]!;
  return sum;
}
