/** Element by element, with numpy's broadcasting: https://onnx.ai/onnx/repo-docs/Broadcasting.html */
import { InvalidNodeError } from "../errors.js";
import type { Cost } from "../op.js";
import { type FloatTensor, type Shape, type Tensor, floatTensor, floats, sameShape } from "../tensor.js";
import { copyView, stretch, viewOf } from "./view.js";

/**
 * Fills `y` from the elements that stand at the same places, where `y` may be one of the operands. It is a loop of the op's own: to call a
 * function for each element would take longer than what it computes.
 */
type Fill<Operands extends readonly Float32Array[]> = (...arrays: [...Operands, y: Float32Array]) => void;

/** A tensor of x's shape that `fill` fills from x. */
export function elementwise(x: Tensor, fill: Fill<[x: Float32Array]>): FloatTensor {
  const y = floatTensor(x.shape);
  fill(floats(x), y.data);
  return y;
}

/** A tensor that `fill` fills from `a` and `b`, each stretched to their common shape where it has another. */
export function broadcast(a: Tensor, b: Tensor, fill: Fill<[a: Float32Array, b: Float32Array]>): FloatTensor {
  const y = floatTensor(broadcastShape(a.shape, b.shape));
  // What is stretched stands where the result will; two that are, as a row and a column, need room for one more.
  const left = stretched(a, y);
  const right = stretched(b, left === y.data ? floatTensor(y.shape) : y);
  fill(left, right, y.data);
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

/** One operation an element in every convention. */
export function elementwiseCost(operations: number): Cost {
  return { macs: 0, denseMacs: 0, paperFlops: operations, scalarOps: operations };
}

function sideAt(shape: Shape, axis: number, rank: number): number {
  return shape[axis - (rank - shape.length)] ?? 1;
}

/** The floats of `x` in the shape of `room`: its own, or written there. */
function stretched(x: Tensor, room: FloatTensor): Float32Array {
  const data = floats(x);
  if (sameShape(x.shape, room.shape)) return data;
  copyView(stretch(viewOf({ shape: x.shape, data }), room.shape), viewOf(room));
  return room.data;
}
