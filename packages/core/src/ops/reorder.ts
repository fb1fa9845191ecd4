/** Moving the axes of a tensor. */
import type { ElementArray } from "../dtypes.js";
import { type Shape, type Tensor, type TensorType, zeros } from "../tensor.js";
import { copyView, permute, viewOf } from "./view.js";

/** The axes of images, N x C x H x W, in the order N x H x W x C, and back. */
export const CHANNELS_LAST = [0, 2, 3, 1] as const;
export const CHANNELS_FIRST = [0, 3, 1, 2] as const;

/** As `CHANNELS_FIRST`, of tensors of so many axes, two or more. */
export function channelsFirstOrder(rank: number): readonly number[] {
  return [0, rank - 1, ...axesBetween(1, rank - 1)];
}

/** As `CHANNELS_LAST`, of tensors of so many axes, two or more. */
export function channelsLastOrder(rank: number): readonly number[] {
  return [0, ...axesBetween(2, rank), 1];
}

/** The axes of a convolution's weight, Cout x Cin x kh x kw, in the order kh x kw x Cin x Cout. */
export const FILTERS_LAST = [2, 3, 1, 0] as const;

/** The axes of a weight C x M x kh x kw, for each channel M filters, in the order kh x kw x C x M, and back. */
export const DEPTHWISE_LAST = [2, 3, 0, 1] as const;

/** Back from `FILTERS_LAST`, of weights of so many axes. */
export function filtersFirstOrder(rank: number): readonly number[] {
  return [rank - 1, rank - 2, ...axesBetween(0, rank - 2)];
}

function axesBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** The shape whose i-th side is side `order[i]` of `shape`. */
export function reorderShape(shape: Shape, order: readonly number[]): Shape {
  return order.map((axis) => shape[axis]!);
}

export function reorderType({ dtype, shape }: TensorType, order: readonly number[]): TensorType {
  return { dtype, shape: reorderShape(shape, order) };
}

/** The tensor whose i-th axis is axis `order[i]` of `x`. */
export function reorder<T extends Tensor>(x: T, order: readonly number[]): T {
  const y = zeros(x.dtype, reorderShape(x.shape, order));
  copyView(permute(viewOf<ElementArray>(x), order), viewOf<ElementArray>(y));
  return y as Tensor as T;
}
