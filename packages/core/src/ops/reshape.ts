/** The same elements in another shape: https://onnx.ai/onnx/operators/onnx__Reshape.html */
import { perAxis } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxForm, UnsupportedFormError, attributeOf, axisOf, constantOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Shape, elementCount, intTensor, sameShape } from "../tensor.js";

const kinds = { shape: perAxis(0) };

export const reshapeOp = defineOp({
  name: "reshape",
  summary: "the elements of x, in their order, in another shape",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: kinds,
  axes: "opaque",
  handsOn: ({ x }, { shape }) => (sameShape(x.shape, shape) ? "x" : undefined),
  inferTypes: ({ x }, { shape }) => {
    if (elementCount({ shape }) !== elementCount(x)) {
      throw new InvalidNodeError({ problem: `the elements of ${x.shape.join("x")} do not fill ${shape.join("x")}` });
    }
    return { y: { dtype: x.dtype, shape } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { shape }) => ({ y: { ...x, shape } }),
  gradient: { x: (g, { x, dy }) => g.reshape(dy, x.type.shape) },
  onnx: [
    {
      operator: "Reshape",
      from: 5,
      constants: ["shape"],
      attributes: ["allowzero"],
      // 0 is the side that x has there, so that the batch may be dynamic.
      write: ({ shape }, { x }) => {
        const isBatch = shape[0] === x.shape[0] && shape[0] !== undefined && !shape.includes(0);
        const sides = isBatch ? shape.with(0, 0) : shape;
        const attributes = shape.includes(0) ? { allowzero: int(1) } : {};
        return { constants: { shape: intTensor([sides.length], sides) }, attributes };
      },
      read: (node, { x }) => {
        const areZerosMeant = (attributeOf(node, "allowzero", "int") ?? 0) !== 0;
        return { shape: resolved(constantOf(node, "shape") ?? [], x.shape, areZerosMeant) };
      },
    },
    {
      operator: "Flatten",
      from: 1,
      attributes: ["axis"],
      read: (node, { x: { shape } }) => {
        const given = attributeOf(node, "axis", "int") ?? 1;
        const axis = axisOf(given < 0 ? given + shape.length : given, shape.length + 1, "Flatten");
        return { shape: [shape.slice(0, axis), shape.slice(axis)].map((part) => elementCount({ shape: part })) };
      },
    },
    ...addedOrRemoved("Unsqueeze", unsqueezed),
    ...addedOrRemoved("Squeeze", squeezed),
  ],
  tfjs: { write: ({ shape }) => ({ op: "Reshape", constants: { shape: intTensor([shape.length], shape) } }) },
});

export const reshape = layerOf(reshapeOp, "reshape({ shape: [1, 64, 64] })(x)");

/** One -1 is whatever is left, and 0 copies a side of x unless zeros are meant. */
function resolved(wanted: readonly number[], given: Shape, areZerosMeant: boolean): Shape {
  const sides = wanted.map((side, axis) => (side === 0 && !areZerosMeant ? (given[axis] ?? 0) : side));
  const known = elementCount({ shape: sides.filter((side) => side !== -1) });
  return sides.map((side) => (side === -1 ? elementCount({ shape: given }) / known : side));
}

/** Operators that name axes, in an attribute until opset 12 and in an input since. */
function addedOrRemoved(
  operator: string,
  shapeOf: (given: Shape, axes: readonly number[] | undefined) => Shape,
): readonly OnnxForm<"x", typeof kinds>[] {
  return [
    {
      operator,
      from: 13,
      constants: ["axes?"],
      read: (node, { x }) => ({ shape: shapeOf(x.shape, constantOf(node, "axes")) }),
    },
    {
      operator,
      from: 1,
      until: 12,
      attributes: ["axes"],
      read: (node, { x }) => ({ shape: shapeOf(x.shape, attributeOf(node, "axes", "ints")) }),
    },
  ];
}

/** Axes count in the result. */
function unsqueezed(given: Shape, axes: readonly number[] = []): Shape {
  const rank = given.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(axis, rank, "Unsqueeze")));
  if (added.size < axes.length)
    throw new UnsupportedFormError({ operator: "Unsqueeze", problem: "names an axis twice" });
  const sides = given.values();
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : sides.next().value!));
}

/** All axes of one element where none are named. */
function squeezed(given: Shape, axes?: readonly number[]): Shape {
  const removed = new Set(axes?.map((axis) => axisOf(axis, given.length, "Squeeze")));
  const long = [...removed].find((axis) => given[axis] !== 1);
  if (long !== undefined)
    throw new UnsupportedFormError({ operator: "Squeeze", problem: `takes axis ${long} from ${given.join("x")}` });
  return given.filter((side, axis) => (axes === undefined ? side !== 1 : !removed.has(axis)));
}
