/** Element by element, with numpy's broadcasting: https://onnx.ai/onnx/repo-docs/Broadcasting.html */
import type { DType, ElementArray } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import type { ChannelMap, Cost } from "../op.js";
import { type Shape, type Tensor, type TensorType, elementCount, sameShape, zeros } from "../tensor.js";
import { copyView, stretch, viewOf } from "./view.js";

/**
 * Fills `y` from the elements that stand at the same places, where `y` may be one of the operands. It is a loop of the op's own: to call a
 * function for each element would take longer than what it computes. Arrays of other elements than floats are handed to it too, since
 * JavaScript has the same operators for them; what has not, as `Math.max` of 64-bit integers, is for ops of floats alone.
 */
type Fill<Operands extends readonly Float32Array[]> = (...arrays: [...Operands, y: Float32Array]) => void;

/** What ops of one operand have in common. */
export const OF_ONE = {
  inputs: { x: "T" },
  outputs: { y: "T" },
  axes: "kept",
  inferTypes: ({ x }: { readonly x: TensorType }) => ({ y: x }),
} as const;

/** What ops have in common that say of one operand whether something holds. */
export const PREDICATE_OF_ONE = {
  inputs: { x: "T" },
  outputs: { y: "bool" },
  axes: "kept",
  inferTypes: ({ x: { shape } }: { readonly x: TensorType }) => ({ y: { dtype: "bool" as const, shape } }),
} as const;

export interface Two {
  readonly a: TensorType;
  readonly b: TensorType;
}

/** What ops of two operands of one type have in common. */
export const OF_TWO = {
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  axes: "kept",
  inferTypes: ({ a, b }: Two) => ({ y: { dtype: a.dtype, shape: broadcastShape(a.shape, b.shape) } }),
} as const;

/** What ops have in common that say of two operands whether something holds. */
export const PREDICATE_OF_TWO = {
  inputs: { a: "T", b: "T" },
  outputs: { y: "bool" },
  axes: "kept",
  inferTypes: ({ a, b }: Two) => ({ y: { dtype: "bool" as const, shape: broadcastShape(a.shape, b.shape) } }),
  countCost: (_: object, { y }: { readonly y: TensorType }) => elementwiseCost(elementCount(y)),
} as const;

/** A tensor of x's type that `fill` fills from x. */
export function elementwise(x: Tensor, fill: Fill<[x: Float32Array]>): Tensor {
  const y = zeros(x.dtype, x.shape) as Tensor;
  fill(x.data as Float32Array, y.data as Float32Array);
  return y;
}

/** A tensor of x's type, each element a function of the one in its place: for what takes longer than a call. */
export function mapped(x: Tensor, of: (value: number) => number): Tensor {
  return elementwise(x, (values, y) => {
    for (let index = 0; index < y.length; index += 1) y[index] = of(values[index]!);
  });
}

/** Whether something holds of each element of x. */
export function asked(x: Tensor, holds: (value: number) => boolean): Tensor {
  const values = x.data as Float32Array;
  const y = zeros("bool", x.shape);
  for (let index = 0; index < values.length; index += 1) y.data[index] = Number(holds(values[index]!));
  return y;
}

/**
 * A tensor that `fill` fills from `a` and `b`, each stretched to their common shape where it has another; of the data type of `a` unless
 * another is given.
 */
export function broadcast(
  a: Tensor,
  b: Tensor,
  fill: Fill<[a: Float32Array, b: Float32Array]>,
  dtype: DType = a.dtype,
): Tensor {
  const y = zeros(dtype, broadcastShape(a.shape, b.shape)) as Tensor;
  const left = stretched(a, y.shape, y);
  const right = stretched(b, y.shape, left === y.data ? undefined : y);
  fill(left, right, y.data as Float32Array);
  return y;
}

/** The common shape of two operands; an error where an axis differs and neither side is 1. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [sideA, sideB] = [sideAt(a, axis, rank), sideAt(b, axis, rank)];
    if (sideA === sideB || sideB === 1) return sideA;
    if (sideA === 1) return sideB;
    throw new InvalidNodeError({ problem: `shapes ${a.join("x")} and ${b.join("x")} do not broadcast` });
  });
}

type OfTwo = ChannelMap<"a" | "b">;

/** For each of two operands whether the other has one number for each of its channels; `of` says what becomes of it by that number. */
export function channelMapsOfTwo(
  { a, b }: { readonly a: TensorType; readonly b: TensorType },
  of: (number: NonNullable<OfTwo["factor"]>) => Omit<OfTwo, "input">,
): readonly OfTwo[] {
  return [
    ...(isOnePerChannel(b, a)
      ? [{ input: "a" as const, ...of((operands, channel) => numberOf(operands.b, channel)) }]
      : []),
    ...(isOnePerChannel(a, b)
      ? [{ input: "b" as const, ...of((operands, channel) => numberOf(operands.a, channel)) }]
      : []),
  ];
}

/** Whether a tensor broadcasts to images as one number for each of their channels, or one for all. */
function isOnePerChannel({ shape }: TensorType, image: TensorType): boolean {
  const [, channels, ...sides] = image.shape;
  const count = elementCount({ shape });
  const isOnChannels = count === channels && shape.at(-1 - sides.length) === channels;
  return image.shape.length > 1 && shape.length <= image.shape.length && (count === 1 || isOnChannels);
}

function numberOf(numbers: Float32Array, channel: number): number {
  return numbers[numbers.length === 1 ? 0 : channel]!;
}

/** Operations on elements, and no multiply-accumulate. */
export function elementwiseCost(scalarOps: number): Cost {
  return { macs: 0, scalarOps };
}

function sideAt(shape: Shape, axis: number, rank: number): number {
  return shape[axis - (rank - shape.length)] ?? 1;
}

/** The elements of `x` in a shape that it is stretched to: its own, or written to `room`, where that is given and of its type, or to memory of their own. */
export function stretched(x: Tensor, shape: Shape, room?: Tensor): Float32Array {
  if (sameShape(x.shape, shape)) return x.data as Float32Array;
  const whole = room?.dtype === x.dtype ? room : (zeros(x.dtype, shape) as Tensor);
  copyView(stretch(viewOf<ElementArray>(x), shape), viewOf<ElementArray>(whole));
  return whole.data as Float32Array;
}
