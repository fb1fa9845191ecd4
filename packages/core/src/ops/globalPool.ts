/** Pools of whole images: what globalAveragePool and globalMaxPool share. */
import { InvalidNodeError } from "../errors.js";
import type { Shape, TensorType } from "../tensor.js";

/** One pixel of an image N x C and axes behind them; what has none there is an error. */
export function pooledType({ dtype, shape }: TensorType): TensorType {
  if (shape.length < 3) {
    throw new InvalidNodeError({ problem: `expected axes behind N x C to pool over, got ${shape.join("x")}` });
  }
  return { dtype, shape: shape.map((side, axis) => (axis < 2 ? side : 1)) };
}

/** All axes of a tensor behind N x C. */
export function spatialAxes({ length }: Shape): readonly number[] {
  return Array.from({ length: Math.max(0, length - 2) }, (_, index) => index + 2);
}
