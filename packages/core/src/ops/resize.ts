/** Another size by interpolation along each axis: https://onnx.ai/onnx/operators/onnx__Resize.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { NUMBER_TYPES, isFloat, isSingle } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import type { Expression, Expressions } from "../gradient.js";
import { NO_COST, defineOp } from "../op.js";
import {
  type Shape,
  type Tensor,
  type TensorType,
  type TypedTensor,
  castTensor,
  elementCount,
  filled,
  zeros,
} from "../tensor.js";
import { add } from "./add.js";
import { elementwiseCost } from "./elementwise.js";
import { matMul } from "./matMul.js";
import { reshape } from "./reshape.js";
import { resample } from "./resample.js";
import { type ResizeAttributes, resizeAttributes, resizedAxisOf } from "./resizeAttributes.js";
import { resizeForms } from "./resizeForms.js";
import { type Resampling, type ResizedAxis, outsideOf, tapsOf } from "./resizeTaps.js";
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
  inferTypes: ({ x: { dtype, shape } }, given) => {
    const { size, scales, mode } = given;
    if (size.length !== shape.length || (scales.length > 0 && scales.length !== shape.length))
      throw new InvalidNodeError({ problem: `${size.join("x")} is no size of ${shape.join("x")}` });
    checkRegion(shape, given);
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
      (each: Tensor, axis) => resample(each, axis, tapsOf(resizedAxisOf(x.shape, given, axis), given)),
      fine,
    );
    fillOutside(resized, x.shape, given);
    return { y: castTensor(resized, x.dtype) };
  },
  gradient: { x: (g, { x, dy }, given) => resampledBack(g, { x, dy }, given) },
  onnx: resizeForms,
  tfjs: { write: (given, { x }) => tfjsResize(given, x.shape) ?? DECOMPOSED },
});

/** Along each axis a product with a matrix of weights, which says any resampling. */
export const resizeDecomposition = defineDecomposition(resizeOp, ({ x }, given, builder) => {
  if (!isSingle(x.type.dtype)) return undefined;
  const along = (y: SymbolicTensor, axis: number): SymbolicTensor => {
    const { shape } = y.type;
    const sides = resizedAxisOf(x.type.shape, given, axis);
    const matrix = builder.constant(builder.freeName("weights"), castTensor(matrixOf(sides, given), x.type.dtype));
    const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)].map((part) => elementCount({ shape: part }));
    const stacked = reshape({ shape: [outer!, sides.from, inner!] })(y);
    return reshape({ shape: shape.with(axis, sides.to) })(matMul()(matrix, stacked));
  };
  const y = changedAxes(x.type.shape, given).reduce(along, x);
  const outside = outsideImage(x.type, given);
  return { y: outside === undefined ? y : add()(y, builder.constant(builder.freeName("outside"), outside)) };
});

export const resize = layerOf(resizeOp, 'resize({ size: [1, 3, 16, 16], mode: "linear" })(x)');

/** A region is of these coordinates alone, whose positions no scales say. */
function checkRegion({ length }: Shape, { coordinates, scales, regionStart, regionEnd }: ResizeAttributes): void {
  const lists = [regionStart, regionEnd].filter((list) => list.length > 0);
  const isCropped = coordinates === "tf_crop_and_resize";
  const fits = isCropped ? scales.length === 0 && lists.every((list) => list.length === length) : lists.length === 0;
  if (!fits) throw new InvalidNodeError({ problem: `${coordinates} does not go with such scales and such a region` });
}

/** Writes the value of what lies outside of the region's axes where any of them does. */
function fillOutside({ dtype, data, shape }: Tensor, from: Shape, given: ResizeAttributes): void {
  const [value] = filled(dtype, [1], given.extrapolation).data as Float32Array;
  for (const axis of changedAxes(from, given)) {
    const inner = elementCount({ shape: shape.slice(axis + 1) });
    const outside = outsideOf(resizedAxisOf(from, given, axis), given);
    if (!outside.includes(true)) continue;
    for (let row = 0; row * inner < data.length; row += 1)
      if (outside[row % outside.length]!) (data as Float32Array).fill(value!, row * inner, (row + 1) * inner);
  }
}

/** What is added to zeros outside; nothing where that is nothing. */
function outsideImage({ dtype, shape }: TensorType, given: ResizeAttributes): Tensor | undefined {
  if (given.extrapolation === 0) return undefined;
  const changed = changedAxes(shape, given);
  const image = zeros(
    "float32",
    shape.map((_, axis) => (changed.includes(axis) ? given.size[axis]! : 1)),
  );
  fillOutside(image, shape, given);
  return castTensor(image, dtype);
}

/** An axis may change though it is as long as before: where it is stretched and cut. */
function changedAxes(shape: Shape, given: ResizeAttributes): readonly number[] {
  return [...shape.keys()].filter((axis) => {
    const { from, to, scale, region: [start, end] = [0, 1] } = resizedAxisOf(shape, given, axis);
    return from !== to || scale !== 1 || start !== 0 || end !== 1;
  });
}

/** What each result was mixed of gets its gradient by the same weights, one axis after the other. */
function resampledBack(
  g: Expressions,
  { x, dy }: Readonly<Record<"x" | "dy", Expression>>,
  given: ResizeAttributes,
): Expression {
  const { dtype, shape } = x.type;
  const along = (sum: Expression, axis: number): Expression => {
    const sides = resizedAxisOf(shape, given, axis);
    const matrix = g.transpose(g.constant(castTensor(matrixOf(sides, given), dtype)), [1, 0]);
    const { shape: now } = sum.type;
    const [outer, inner] = [now.slice(0, axis), now.slice(axis + 1)].map((part) => elementCount({ shape: part }));
    const stacked = g.reshape(sum, [outer!, sides.to, inner!]);
    return g.reshape(g.matMul(matrix, stacked), now.with(axis, sides.from));
  };
  return changedAxes(shape, given).reduce(along, dy);
}

/** A row for each result, a column for each source; rows of zeros outside. */
function matrixOf(sides: ResizedAxis, resampling: Resampling): TypedTensor<"float64"> {
  const { from, to } = sides;
  const { width, sources, weights } = tapsOf(sides, resampling);
  const matrix = zeros("float64", [to, from]);
  const outside = outsideOf(sides, resampling);
  for (const [tap, source] of sources.entries()) {
    const row = Math.floor(tap / width);
    if (!outside[row]!) matrix.data[row * from + source]! += weights[tap]!;
  }
  return matrix;
}
