/** Element by element, with numpy's broadcasting: https://onnx.ai/onnx/repo-docs/Broadcasting.html */
import type { ElementArray } from "../dtypes.js";
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

/** A tensor of x's type that `fill` fills from x. */
export function elementwise(x: Tensor, fill: Fill<[x: Float32Array]>): Tensor {
  const y = zeros(x.dtype, x.shape) as Tensor;
  fill(x.data as Float32Array, y.data as Float32Array);
  return y;
}

/** A tensor that `fill` fills from `a` and `b`, of one data type, each stretched to their common shape where it has another. */
export function broadcast(a: Tensor, b: Tensor, fill: Fill<[a: Float32Array, b: Float32Array]>): Tensor {
  const y = zeros(a.dtype, broadcastShape(a.shape, b.shape)) as Tensor;
  const left = stretched(a, y);
  const right = stretched(b, left === y.data ? (zeros(a.dtype, y.shape) as Tensor) : y);
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
  return sides.length > 0 && shape.length <= image.shape.length && (count === 1 || isOnChannels);
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

/** The elements of `x` in the shape of `room`: its own, or written there. */
function stretched(x: Tensor, room: Tensor): Float32Array {
  if (sameShape(x.shape, room.shape)) return x.data as Float32Array;
  copyView(stretch(viewOf<ElementArray>(x), room.shape), viewOf<ElementArray>(room));
  return room.data as Float32Array;
}
