/** How ONNX says resizing: Upsample until opset 9, Resize since. */
import type { Absent } from "../absent.js";
import {
  type OnnxForm,
  type OnnxNode,
  UnsupportedFormError,
  attributeOf,
  axisOf,
  constantOf,
  float,
  int,
} from "../onnxForm.js";
import { type Shape, type TensorType, floatTensor, intTensor } from "../tensor.js";
import { type ResizeAttributes, type ResizeKinds, type ResizeSides, resizedAxisOf } from "./resizeAttributes.js";
import { COORDINATES, RESIZE_MODES, ROUNDINGS, isUndecided } from "./resizeTaps.js";

const OWN = [
  "coordinate_transformation_mode",
  "cubic_coeff_a",
  "exclude_outside",
  "extrapolation_value",
  "mode",
  "nearest_mode",
];
const SINCE_18 = [...OWN, "antialias", "axes", "keep_aspect_ratio_policy"];
type Operands = { readonly x: TensorType };
const CROPPED = "tf_crop_and_resize";
const KEPT = "some readers keep an axis whose side does not change";
const UNDECIDED = "rounding errors decide which of its elements are nearest, which readers do differently";
const OPERANDS = ["roi?", "scales?", "sizes?"];

export const resizeForms: readonly OnnxForm<"x", ResizeKinds>[] = [
  { operator: "Resize", from: 19, attributes: SINCE_18, constants: OPERANDS, write: writeSince19, read },
  { operator: "Resize", from: 18, until: 18, attributes: SINCE_18, constants: OPERANDS, write: writeBefore19, read },
  { operator: "Resize", from: 13, until: 17, attributes: OWN, constants: OPERANDS, write: writeBefore19, read },
  { operator: "Resize", from: 11, until: 12, attributes: OWN, constants: OPERANDS, write: writeBefore13, read },
  { operator: "Resize", from: 10, until: 10, attributes: ["mode"], constants: ["scales"], read: readOf10 },
  { operator: "Upsample", from: 9, until: 9, attributes: ["mode"], constants: ["scales"], read: readUpsample },
  { operator: "Upsample", from: 7, until: 8, attributes: ["mode", "scales"], read: readUpsample },
];

function writeAll(given: ResizeAttributes): Partial<OnnxNode> {
  const { size, scales, mode, coordinates, rounding, cubicA, excludeOutside, extrapolation } = given;
  const word = (value: string) => ({ kind: "string", value }) as const;
  const attributes = {
    mode: word(mode),
    coordinate_transformation_mode: word(coordinates),
    ...(mode === "nearest" && { nearest_mode: word(rounding) }),
    ...(mode === "cubic" && { cubic_coeff_a: float(cubicA), exclude_outside: int(excludeOutside ? 1 : 0) }),
    ...(coordinates === CROPPED && { extrapolation_value: float(extrapolation) }),
  };
  const region = coordinates === CROPPED && { roi: floatTensor([2 * size.length], regionOf(given)) };
  if (scales.length === 0) return { attributes, constants: { ...region, sizes: intTensor([size.length], size) } };
  return { attributes, constants: { scales: floatTensor([scales.length], scales) } };
}

/** Where it starts along each axis, and then where it ends. */
function regionOf({ size, regionStart, regionEnd }: ResizeAttributes): readonly number[] {
  return [...size.map((_, axis) => regionStart[axis] ?? 0), ...size.map((_, axis) => regionEnd[axis] ?? 1)];
}

/** Regions and scales had to be there, though they were empty. */
function writeBefore13(given: ResizeAttributes, { x }: Operands): Partial<OnnxNode> | Absent {
  if (keepsCroppedSide(x, given)) return { absent: KEPT };
  if (hasUndecided(x, given)) return { absent: UNDECIDED };
  const { attributes, constants } = writeAll(given);
  return { attributes: attributes ?? {}, constants: { roi: floatTensor([0]), scales: floatTensor([0]), ...constants } };
}

function writeSince19(given: ResizeAttributes, { x }: Operands): Partial<OnnxNode> | Absent {
  if (keepsCroppedSide(x, given)) return { absent: KEPT };
  if (hasUndecided(x, given)) return { absent: UNDECIDED };
  return given.coordinates === "tf_half_pixel_for_nn"
    ? { absent: "since opset 13 there are no coordinates tf_half_pixel_for_nn" }
    : writeAll(given);
}

function writeBefore19(given: ResizeAttributes, operands: Operands): Partial<OnnxNode> | Absent {
  return given.coordinates === "half_pixel_symmetric"
    ? { absent: "before opset 19 there are no coordinates half_pixel_symmetric" }
    : writeSince19(given, operands);
}

/** Whether an axis stays as long as it is though a region of it alone is resized: some readers keep such an axis as it is. */
function keepsCroppedSide({ shape }: TensorType, given: Pick<ResizeAttributes, "size" | "regionStart" | "regionEnd">) {
  const { size, regionStart, regionEnd } = given;
  const isWhole = (axis: number): boolean => (regionStart[axis] ?? 0) === 0 && (regionEnd[axis] ?? 1) === 1;
  return shape.some((side, axis) => side === size[axis] && !isWhole(axis));
}

function read(node: OnnxNode, { x }: Operands) {
  const { shape } = x;
  const coordinates = wordOf(node, "coordinate_transformation_mode", COORDINATES, "half_pixel");
  if ((attributeOf(node, "antialias", "int") ?? 0) !== 0) throw refusal("smooths (antialias)");
  const axes = (attributeOf(node, "axes", "ints") ?? [...shape.keys()]).map((axis) =>
    axisOf(axis, shape.length, "Resize"),
  );
  const sides = sidesOf(node, shape, axes);
  const isWhole = (scale: number, axis: number): boolean => Number.isInteger(Math.fround(scale) * shape[axis]!);
  if (coordinates === "align_corners" && sides.scales?.every(isWhole) === false)
    throw refusal("aligns corners by scales that make no whole sides, which readers do differently");
  if (coordinates === CROPPED && sides.scales !== undefined)
    throw refusal("crops by scales, which readers do differently");
  const region = coordinates === CROPPED ? readRegion(node, x, { size: sides.size, axes }) : undefined;
  const mode = wordOf(node, "mode", RESIZE_MODES, "nearest");
  const rounding = wordOf(node, "nearest_mode", ROUNDINGS, "round_prefer_floor");
  const given = { scales: [], regionStart: [], regionEnd: [], ...sides, ...region, mode, coordinates, rounding };
  if (hasUndecided(x, given)) throw refusal(`is one where ${UNDECIDED}`);
  return {
    ...given,
    cubicA: attributeOf(node, "cubic_coeff_a", "float") ?? -0.75,
    excludeOutside: (attributeOf(node, "exclude_outside", "int") ?? 0) !== 0,
  };
}

function hasUndecided(x: TensorType, given: ResizeSides & Parameters<typeof isUndecided>[1]): boolean {
  return given.size.some((_, axis) => isUndecided(resizedAxisOf(x.shape, given, axis), given));
}

interface Resized {
  readonly size: Shape;
  /** Those that the node speaks of. */
  readonly axes: readonly number[];
}

function readRegion(node: OnnxNode, x: TensorType, { size, axes }: Resized) {
  const { shape } = x;
  const roi = constantOf(node, "roi") ?? [];
  if (roi.length !== 2 * axes.length) throw refusal("has no start and end of its region (roi) for each axis");
  const [regionStart, regionEnd] = [shape.map(() => 0), shape.map(() => 1)];
  for (const [index, axis] of axes.entries())
    [regionStart[axis], regionEnd[axis]] = [roi[index]!, roi[axes.length + index]!];
  if (keepsCroppedSide(x, { size, regionStart, regionEnd })) throw refusal(`crops where ${KEPT}`);
  return { regionStart, regionEnd, extrapolation: attributeOf(node, "extrapolation_value", "float") ?? 0 };
}

/** By `scales` or by `sizes`, of `axes`. */
function sidesOf(
  node: OnnxNode,
  shape: Shape,
  axes: readonly number[],
): { readonly size: Shape; readonly scales?: readonly number[] } {
  const onAll = (values: readonly number[], others: readonly number[]): readonly number[] =>
    axes.reduce((all, axis, index) => all.with(axis, values[index]!), others);
  const [scales, sizes] = [constantOf(node, "scales") ?? [], constantOf(node, "sizes") ?? []];
  const given = scales.length > 0 ? scales : sizes;
  if (given.length !== axes.length || (scales.length > 0 && sizes.length > 0))
    throw refusal("has scales or sizes that are not one for each axis");
  if (scales.length > 0)
    return byScales(
      shape,
      onAll(
        scales,
        shape.map(() => 1),
      ),
    );
  const policy = wordOf(node, "keep_aspect_ratio_policy", ["stretch", "not_larger", "not_smaller"], "stretch");
  if (policy === "stretch") return { size: onAll(sizes, shape) };
  const factors = axes.map((axis, index) => sizes[index]! / shape[axis]!);
  const factor = policy === "not_larger" ? Math.min(...factors) : Math.max(...factors);
  const kept = axes.map((axis) => Math.floor(factor * shape[axis]! + 0.5));
  return {
    size: onAll(kept, shape),
    scales: onAll(
      axes.map(() => factor),
      shape.map(() => 1),
    ),
  };
}

/** Scales are of float32, and so is what they make of a side, before it is cut off. */
function byScales(shape: Shape, scales: readonly number[]) {
  return { size: shape.map((side, axis) => Math.floor(Math.fround(side * Math.fround(scales[axis]!)))), scales };
}

/** Until opset 10 positions are quotients, cut off: a runtime of today rounds them up where it shrinks, so that this is refused. */
function readOf10(node: OnnxNode, { x: { shape } }: { readonly x: TensorType }) {
  const scales = constantOf(node, "scales") ?? attributeOf(node, "scales", "floats") ?? [];
  const mode = wordOf(node, "mode", ["nearest", "linear"], "nearest");
  if (scales.length !== shape.length) throw refusal("has no scale for each axis");
  if (mode === "nearest" && scales.some((scale) => scale < 1))
    throw refusal("shrinks by the nearest, which readers of opset 10 do differently");
  return { ...byScales(shape, scales), mode, coordinates: "asymmetric", rounding: "floor" } as const;
}

function readUpsample(node: OnnxNode, inputs: { readonly x: TensorType }) {
  return readOf10(node, inputs);
}

function wordOf<const Word extends string>(node: OnnxNode, name: string, words: readonly Word[], usual: Word): Word {
  const given = attributeOf(node, name, "string") ?? usual;
  const word = words.find((each) => each === given);
  if (word === undefined) throw refusal(`has ${name} ${given}`);
  return word;
}

function refusal(problem: string): UnsupportedFormError {
  return new UnsupportedFormError({ operator: "Resize", problem });
}
