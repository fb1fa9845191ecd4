/** Moving the axes of a tensor. */
import { type FloatTensor, type RuntimeTensor, type Shape, type Tensor, type TensorType, floats } from "../tensor.js";

/** The axes of images, N x C x H x W, in the order N x H x W x C, and back. */
export const CHANNELS_LAST = [0, 2, 3, 1] as const;
export const CHANNELS_FIRST = [0, 3, 1, 2] as const;

/** The shape whose i-th side is side `order[i]` of `shape`. */
export function reorderShape(shape: Shape, order: readonly number[]): Shape {
  return order.map((axis) => shape[axis]!);
}

export function reorderType({ dtype, shape }: TensorType, order: readonly number[]): TensorType {
  return { dtype, shape: reorderShape(shape, order) };
}

/** The floats whose i-th axis is axis `order[i]` of `x`. */
export function reorder(x: Tensor, order: readonly number[]): FloatTensor {
  return reorderElements({ dtype: "float32", shape: x.shape, data: floats(x) }, order) as FloatTensor;
}

/** As `reorder`, of elements of any type. */
export function reorderElements(x: RuntimeTensor, order: readonly number[]): RuntimeTensor {
  const source = x.data;
  // Of the same type, and every element of it is written below.
  const y = { ...x, shape: reorderShape(x.shape, order), data: source.slice() };
  const strides = stridesOf(x.shape);
  const last = order.length - 1;
  let next = 0;
  const walk = (axis: number, base: number): void => {
    const [count, stride] = axis > last ? [1, 0] : [y.shape[axis]!, strides[order[axis]!]!];
    // The innermost loop is apart: weights have millions of elements.
    if (axis >= last) for (let step = 0; step < count; step += 1) y.data[next++] = source[base + step * stride]!;
    else for (let step = 0; step < count; step += 1) walk(axis + 1, base + step * stride);
  };
  walk(0, 0);
  return y as RuntimeTensor;
}

/** Elements from one position of an axis to the next. */
function stridesOf(shape: Shape): readonly number[] {
  let stride = 1;
  return shape
    .toReversed()
    .map((side) => {
      stride *= side;
      return stride / side;
    })
    .toReversed();
}
