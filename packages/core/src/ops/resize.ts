/** Another size by interpolation along each axis: https://onnx.ai/onnx/operators/onnx__Resize.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { NUMBER_TYPES, isFloat, isSingle } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { NO_COST, defineOp } from "../op.js";
import { type FloatTensor, type Shape, type Tensor, castTensor, elementCount, floatTensor } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { matMul } from "./matMul.js";
import { reshape } from "./reshape.js";
import { resample } from "./resample.js";
import { type ResizeAttributes, resizeAttributes } from "./resizeAttributes.js";
import { resizeForms } from "./resizeForms.js";
import { type Resampling, type ResizedAxis, tapsOf } from "./resizeTaps.js";
import { tfjsResize } from "./resizeTfjs.js";

export const resizeOp = defineOp({
  name: "resize",
  summary: "x with sides `size`: each element the nearest of x, or mixed of 2 or 4 along each axis that changes",
  inputs: { x: "T" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: NUMBER_TYPES },
  attributes: resizeAttributes,
  axes: "kept",
  inferTypes: ({ x: { dtype, shape } }, { size, scales: given, mode }) => {
    if (size.length !== shape.length || (given.length > 0 && given.length !== shape.length))
      throw new InvalidNodeError({ problem: `${size.join("x")} is no size of ${shape.join("x")}` });
    if (shape.includes(0)) throw new InvalidNodeError({ problem: `${shape.join("x")} has no elements to resize` });
    if (mode !== "nearest" && !isFloat(dtype))
      throw new InvalidNodeError({ problem: `${dtype} is resized by the nearest only` });
    return { y: { dtype, shape: size } };
  },
  // A product and a sum for each element that is mixed in along an axis.
  countCost: ({ x }, { y }, given) => {
    if (given.mode === "nearest") return NO_COST;
    const taps = given.mode === "linear" ? 2 : 4;
    return elementwiseCost(2 * taps * changedAxes(x.shape, given).length * elementCount(y));
  },
  // In float64 between axes, so that their order makes no difference.
  evaluate: ({ x }, given) => {
    const fine = given.mode === "nearest" ? x : castTensor(x, "float64");
    const resized = changedAxes(x.shape, given).reduce(
      (each: Tensor, axis) => resample(each, axis, tapsOf(axisOf(x.shape, given, axis), given)),
      fine,
    );
    return { y: castTensor(resized, x.dtype) };
  },
  onnx: resizeForms,
  tfjs: { write: (given, { x }) => tfjsResize(given, x.shape) ?? DECOMPOSED },
});

/** Along each axis a product with a matrix of weights, which says any resampling. */
export const resizeDecomposition = defineDecomposition(resizeOp, ({ x }, given, builder) => {
  if (!isSingle(x.type.dtype)) return undefined;
  const along = (y: SymbolicTensor, axis: number): SymbolicTensor => {
    const { shape } = y.type;
    const sides = axisOf(x.type.shape, given, axis);
    const matrix = builder.constant(builder.freeName("weights"), castTensor(matrixOf(sides, given), x.type.dtype));
    const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)].map((part) => elementCount({ shape: part }));
    const stacked = reshape({ shape: [outer!, sides.from, inner!] })(y);
    return reshape({ shape: shape.with(axis, sides.to) })(matMul()(matrix, stacked));
  };
  return { y: changedAxes(x.type.shape, given).reduce(along, x) };
});

export const resize = layerOf(resizeOp, 'resize({ size: [1, 3, 16, 16], mode: "linear" })(x)');

function axisOf(shape: Shape, { size, scales: given }: ResizeAttributes, axis: number): ResizedAxis {
  const [from, to] = [shape[axis]!, size[axis]!];
  return { from, to, scale: given[axis] ?? to / from };
}

/** An axis may change though it is as long as before: where it is stretched and cut. */
function changedAxes(shape: Shape, given: ResizeAttributes): readonly number[] {
  return [...shape.keys()].filter((axis) => {
    const { from, to, scale } = axisOf(shape, given, axis);
    return from !== to || scale !== 1;
  });
}

/** A row for each result, a column for each source. */
function matrixOf(sides: ResizedAxis, resampling: Resampling): FloatTensor {
  const { from, to } = sides;
  const { width, sources, weights } = tapsOf(sides, resampling);
  const matrix = floatTensor([to, from]);
  for (const [tap, source] of sources.entries()) matrix.data[Math.floor(tap / width) * from + source]! += weights[tap]!;
  return matrix;
}
