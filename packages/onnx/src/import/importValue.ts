/** The types of a model's inputs, with every size that the file leaves open filled in. */
import { DTYPES, type TensorType, VALUE_TYPES, printType, sameType } from "@linknet-kit/core";
import type { DimensionRecord, TensorTypeRecord, ValueRecord } from "../decode/records.js";
import { dataTypeName } from "../onnxProto.js";
import { DynamicShapeError, InvalidOnnxError, UnsupportedModelError } from "./errors.js";

export interface OpenSizes {
  /** For inputs whose first axis is open; 1 where it is not given. */
  readonly batch?: number | undefined;
  /** Whole shapes of inputs, by name, that have other open axes; or what chooses them once it knows what the file declares. */
  readonly inputShapes?: InputShapes | ((declared: readonly DeclaredInput[]) => InputShapes) | undefined;
}

type InputShapes = Readonly<Record<string, readonly number[]>>;

/** An input as its file declares it; without a shape, of any rank. */
export interface DeclaredInput {
  readonly name: string;
  readonly shape?: DeclaredShape | undefined;
}

/** A number where the file has one; a name, or `?`, where it is open. */
export type DeclaredShape = readonly (number | string)[];

/** The types of the inputs, by name; an error where a size other than the batch stays open. */
export function importInputTypes(infos: readonly ValueRecord[], sizes: OpenSizes): ReadonlyMap<string, TensorType> {
  const declared = infos.map((info) => ({ name: info.name ?? "", ...declaredType(info) }));
  const shapes = fixShapes(declared, sizes);
  return new Map(declared.map(({ name, dtype }, index) => [name, { dtype, shape: shapes[index]! }]));
}

/** The shapes of the inputs with the open sizes filled in; an error where a size other than the batch stays open. */
export function fixShapes(
  declared: readonly DeclaredInput[],
  { batch = 1, inputShapes = {} }: OpenSizes,
): readonly (readonly number[])[] {
  const shapes = typeof inputShapes === "function" ? inputShapes(declared) : inputShapes;
  return declared.map((input) => fixShape(input, batch, shapes));
}

function fixShape({ name, shape }: DeclaredInput, batch: number, shapes: InputShapes): readonly number[] {
  const wanted = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (wanted !== undefined) return checkedShape(name, shape, wanted);
  const filled = shape?.map((side, axis) => (axis === 0 && typeof side === "string" ? batch : side));
  if (filled === undefined || !filled.every((side) => typeof side === "number")) {
    throw new DynamicShapeError({ input: name, shape });
  }
  return checkedShape(name, shape, filled);
}

/** An error where the file says of a value what its graph does not compute. */
export function checkDeclaredType(info: ValueRecord, computed: TensorType): void {
  const { dtype, shape } = declaredType(info);
  const fixed = shape?.map((side, axis) => (typeof side === "number" ? side : (computed.shape[axis] ?? -1)));
  if (sameType({ dtype, shape: fixed ?? computed.shape }, computed)) return;
  const declared = printType({ dtype, shape: (shape ?? []) as readonly number[] });
  throw new InvalidOnnxError({
    problem: `"${info.name}" is declared ${declared}, its nodes give ${printType(computed)}`,
  });
}

/** The types of the values, by name, of which the file says all: in a type that graphs have, and without an open side. */
export function wholeTypes(values: readonly ValueRecord[]): ReadonlyMap<string, TensorType> {
  const types = new Map<string, TensorType>();
  for (const { name = "", type } of values) {
    const tensor = type?.tensorType;
    const dtype = VALUE_TYPES.find((each) => DTYPES[each].onnx === Number(tensor?.elemType ?? 0));
    const shape = tensor && shapeOf(tensor);
    if (dtype === undefined || shape?.every((side) => typeof side === "number") !== true) continue;
    types.set(name, { dtype, shape: shape.map(Number) });
  }
  return types;
}

function declaredType({ name, type }: ValueRecord) {
  const tensor = type?.tensorType;
  if (!tensor) throw new UnsupportedModelError({ problem: `"${name}" is no tensor` });
  const elements = Number(tensor.elemType ?? 0);
  const dtype = VALUE_TYPES.find((each) => DTYPES[each].onnx === elements);
  if (dtype === undefined)
    throw new UnsupportedModelError({ problem: `"${name}" is ${dataTypeName(elements)}, which is not supported` });
  return { dtype, shape: shapeOf(tensor) };
}

/** As far as the file says it; nothing where not even the number of axes is said. */
export function shapeOf({ shape }: TensorTypeRecord): DeclaredShape | undefined {
  return shape && (shape.dim ?? []).map((dim) => dim.dimParam || sideOf(dim));
}

function sideOf({ dimValue }: DimensionRecord): number | string {
  return dimValue === undefined ? "?" : Number(dimValue);
}

/** `wanted`, where it is a shape and the file leaves room for it; only a file says that an input has no elements. */
function checkedShape(name: string, declared: DeclaredShape | undefined, wanted: readonly (number | string)[]) {
  const shape = wanted.map(Number);
  const isSide = (side: number, axis: number): boolean =>
    Number.isSafeInteger(side) && (side > 0 || (side === 0 && declared?.[axis] === 0));
  if (shape.length > 32 || !shape.every(isSide)) {
    throw new InvalidOnnxError({ problem: `input "${name}" cannot have the shape ${shape.join(" x ")}` });
  }
  const fits =
    declared === undefined ||
    (declared.length === shape.length &&
      declared.every((side, axis) => typeof side === "string" || side === shape[axis]));
  if (fits) return shape;
  const problem = `input "${name}" is fixed at ${declared.join(" x ")}, not ${shape.join(" x ")}`;
  throw new InvalidOnnxError({ problem });
}
