/** Floats as whole numbers of 8 bits, q = x / scale + zero point: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html */
import type { Absent } from "../absent.js";
import { axisNumber, integer } from "../attributeKinds.js";
import { type AttributeKind, type Canonical, withDefault } from "../attributes.js";
import type { DType } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { isList } from "../named.js";
import {
  type FloatTensor,
  type Shape,
  type Tensor,
  type TensorType,
  castTensor,
  elementCount,
  floatTensor,
} from "../tensor.js";
import { nearestEven } from "./nearestEven.js";

/** What floats are quantised to. */
export const QUANTIZED_TYPES = ["uint8", "int8"] as const satisfies readonly DType[];

export const NO_WHOLE_NUMBERS: Absent = { absent: "tfjs has no whole numbers of 8 bits" };

/** Elementary operations for each number that is quantised: a quotient or a product, a rounding, a sum and two comparisons. */
export const QUANTIZING_OPS = 5;

const RANGES: Readonly<Partial<Record<DType, readonly [lowest: number, highest: number]>>> = {
  uint8: [0, 255],
  int8: [-128, 127],
};

/** Whether all elements have one scale; that of one block has the axes of x. */
export const isOneForAll = ({ shape }: TensorType): boolean => shape.length < 2 && elementCount({ shape }) === 1;

/** The axis of x along which there is a scale for each place or block; 0 where there is one scale for all, so that no two attributes say the same. */
const axisOfScales: AttributeKind<number, number> = {
  ...axisNumber("x"),
  summary:
    "the axis of x that has a scale for each place or block, counted from the end where it is negative; 0 where all have one",
  settle: (parsed, operands, attribute) => {
    const scale = operands["scale"];
    const isOne = scale === undefined || isList(scale) || isOneForAll(scale);
    return isOne ? 0 : axisNumber("x").settle!(parsed, operands, attribute);
  },
};

export const quantizationAttributes = {
  axis: withDefault(axisOfScales, 1),
  /** Places on the axis that share a scale in all other places; 0 where a place has one scale. */
  block: withDefault(integer(0), 0),
};

type Scaling = Canonical<typeof quantizationAttributes>;

/** An error where there is neither one number for all nor one for each of `places`. */
export function checkParameter(what: string, { shape }: TensorType, places = 1): void {
  if (shape.length === 0 || (shape.length === 1 && [1, places].includes(shape[0]!))) return;
  const wanted = places === 1 ? "one number" : `one number, or ${places}`;
  throw new InvalidNodeError({ problem: `${what} ${shape.join("x")} is not ${wanted}` });
}

/** An error where scales or zero points are not what the attributes say. */
export function checkScaling(x: TensorType, parameters: readonly TensorType[], { axis, block }: Scaling): void {
  for (const each of parameters) {
    if (block === 0) checkParameter("scale or zero point", each, x.shape[axis]);
    else checkBlocks(x.shape, each.shape, { axis, block });
  }
  if (new Set(parameters.map(elementCount)).size > 1)
    throw new InvalidNodeError({ problem: "there are not as many zero points as scales" });
}

function checkBlocks(x: Shape, given: Shape, { axis, block }: Scaling): void {
  const wanted = x.map((side, each) => (each === axis ? Math.ceil(side / block) : side));
  if (given.length === wanted.length && wanted.every((side, each) => side === given[each])) return;
  const problem = `scale or zero point ${given.join("x")} is not ${wanted.join("x")}, one for each block of ${block}`;
  throw new InvalidNodeError({ problem });
}

/** A number for each of `places`. */
export function parameterOf(given: Tensor | undefined, places = 1): Float64Array {
  if (given === undefined) return new Float64Array(places);
  const { data } = castTensor(given, "float64");
  return data.length === places ? data : new Float64Array(places).fill(data[0]!);
}

/** The scales and the zero points as `forEachScale` counts them. */
export function scalingOf(
  x: TensorType,
  { scale, zeroPoint }: { readonly scale: Tensor; readonly zeroPoint?: Tensor | undefined },
  { axis, block }: Scaling,
): readonly [scales: Float64Array, zeroPoints: Float64Array] {
  const count = block === 0 ? x.shape[axis] : elementCount(scale);
  return [parameterOf(scale, count), parameterOf(zeroPoint, count)];
}

/** Calls `visit` with each run of elements that have one place on an axis. */
export function forEachRun(
  shape: Shape,
  axis: number,
  visit: (place: number, start: number, end: number) => void,
): void {
  const length = elementCount({ shape: shape.slice(axis + 1) });
  const places = shape[axis] ?? 1;
  const count = elementCount({ shape: shape.slice(0, axis + 1) });
  for (let run = 0; run < count; run += 1) visit(run % places, run * length, (run + 1) * length);
}

/** Calls `visit` with each run of elements that have one scale, and with where that stands among the scales. */
export function forEachScale(
  shape: Shape,
  { axis, block }: Scaling,
  visit: (place: number, start: number, end: number) => void,
): void {
  if (block === 0) return forEachRun(shape, axis, visit);
  const length = elementCount({ shape: shape.slice(axis + 1) });
  const blocks = Math.ceil(shape[axis]! / block);
  const count = elementCount({ shape: shape.slice(0, axis + 1) });
  for (let run = 0; run < count; run += 1) {
    const [outer, along] = [Math.floor(run / shape[axis]!), run % shape[axis]!];
    const first = (outer * blocks + Math.floor(along / block)) * length;
    for (let each = 0; each < length; each += 1) visit(first + each, run * length + each, run * length + each + 1);
  }
}

/** Whole numbers without their zero points, of which there may be one for each place on an axis; exact as floats, since they have 9 bits. */
export function centred(x: Tensor, zeroPoint: Tensor | undefined, axis = 0): FloatTensor {
  const y = floatTensor(x.shape, castTensor(x, "float32").data);
  const zeroPoints = parameterOf(zeroPoint, x.shape[axis]);
  forEachRun(x.shape, axis, (place, start, end) => {
    const zero = zeroPoints[place]!;
    for (let index = start; index < end; index += 1) y.data[index]! -= zero;
  });
  return y;
}

/** A rounded number on its zero point, and what is beyond the type as its end; what is no number becomes the lowest. */
export function saturated(value: number, zeroPoint: number, dtype: DType): number {
  const [lowest, highest] = RANGES[dtype]!;
  const whole = nearestEven(value) + zeroPoint;
  return whole >= lowest ? Math.min(whole, highest) : lowest;
}

/** By what sums of products of quantised numbers become results: scales are of float32, and so is what is made of them. */
export function scaleOfSums(a: number, b: number, y: number): number {
  return Math.fround(Math.fround(a * b) / y);
}

/** Where a matrix, or a stack of them, has its rows and its columns; a vector is one of the other, and has one number for all. */
export const rowAxis = ({ shape }: { readonly shape: Shape }): number => shape.length - 2;
export const columnAxis = ({ shape }: { readonly shape: Shape }): number =>
  shape.length === 1 ? -1 : shape.length - 1;
