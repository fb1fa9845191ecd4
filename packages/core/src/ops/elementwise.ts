/** Element by element, with numpy's broadcasting: https://onnx.ai/onnx/repo-docs/Broadcasting.html */
import { InvalidNodeError } from "../errors.js";
import type { Cost } from "../op.js";
import { type FloatTensor, type Shape, type Tensor, floatTensor, floats } from "../tensor.js";

/** `compute` of every element. */
export function elementwise(x: Tensor, compute: (value: number) => number): FloatTensor {
  return { dtype: "float32", shape: x.shape, data: floats(x).map(compute) };
}

/** `compute` of every pair of elements, `a` and `b` stretched along the axes where they have one element. */
export function broadcast(a: Tensor, b: Tensor, compute: (a: number, b: number) => number): FloatTensor {
  const shape = broadcastShape(a.shape, b.shape);
  const [fromA, fromB] = [floats(a), floats(b)];
  const [stridesA, stridesB] = [stretchedStrides(a.shape, shape), stretchedStrides(b.shape, shape)];
  const y = floatTensor(shape);
  let next = 0;
  const visit = (axis: number, indexA: number, indexB: number): void => {
    if (axis === shape.length) {
      y.data[next++] = compute(fromA[indexA]!, fromB[indexB]!);
      return;
    }
    for (let step = 0; step < shape[axis]!; step += 1) {
      visit(axis + 1, indexA + step * stridesA[axis]!, indexB + step * stridesB[axis]!);
    }
  };
  visit(0, 0, 0);
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

/** Elements to skip per step along each axis of `target`; 0 along a stretched one. */
function stretchedStrides(shape: Shape, target: Shape): readonly number[] {
  let stride = 1;
  const strides = target.map(() => 0);
  for (let axis = target.length - 1; axis >= 0; axis -= 1) {
    const side = sideAt(shape, axis, target.length);
    if (side !== 1) strides[axis] = stride;
    stride *= side;
  }
  return strides;
}
