/** Tensor types and tensors in host memory: dense, row-major, channels-first (N x C x H x W) where they hold images. */
import { type ArrayOf, DTYPES, type DType, type ElementArray } from "./dtypes.js";
import { InvalidNodeError } from "./errors.js";
import { decodeFloat16, encodeFloat16 } from "./float16.js";

export type Shape = readonly number[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface TypedTensor<Type extends DType> {
  readonly dtype: Type;
  readonly shape: Shape;
  readonly data: ArrayOf<Type>;
}

export type Tensor = { readonly [Type in DType]: TypedTensor<Type> }[DType];
export type FloatTensor = TypedTensor<"float32">;
export type Float16Tensor = TypedTensor<"float16">;
export type IntTensor = TypedTensor<"int64">;

/** The most elements one tensor may have: runtimes index with signed 32-bit integers. */
export const MAX_ELEMENTS = 2 ** 31 - 1;

export function float32(...shape: number[]): TensorType {
  return { dtype: "float32", shape };
}

export function int64(...shape: number[]): TensorType {
  return { dtype: "int64", shape };
}

/** A tensor of `shape`, zero unless `data` is given, which is copied and must have an element for each of the shape's. */
export function floatTensor(shape: Shape, data?: ArrayLike<number>): FloatTensor {
  const length = checkedLength(shape, data);
  return { dtype: "float32", shape, data: data === undefined ? new Float32Array(length) : new Float32Array(data) };
}

/** As `floatTensor`, of integers. */
export function intTensor(shape: Shape, data?: readonly (number | bigint)[]): IntTensor {
  const length = checkedLength(shape, data);
  return {
    dtype: "int64",
    shape,
    data: data === undefined ? new BigInt64Array(length) : BigInt64Array.from(data, BigInt),
  };
}

/** A tensor of zeros, of any type of elements. */
export function zeros<Type extends DType>(dtype: Type, shape: Shape): TypedTensor<Type> {
  return { dtype, shape, data: new DTYPES[dtype].array(elementCount({ shape })) };
}

/** A tensor of one value everywhere; integers have none of its digits after the point. */
export function filled(dtype: DType, shape: Shape, value: number): Tensor {
  const tensor = zeros(dtype, shape) as Tensor;
  if (value === 0) return tensor;
  const [one] = castTensor({ dtype: "float64", shape: [], data: Float64Array.of(value) }, dtype).data as Float32Array;
  (tensor.data as Float32Array).fill(one!);
  return tensor;
}

/** A tensor on little-endian bytes, which must be as many as its type has; without a copy where they are aligned. */
export function tensorOfBytes({ dtype, shape }: TensorType, bytes: Uint8Array): Tensor {
  if (bytes.length !== byteCount({ dtype, shape })) {
    throw new Error(`${bytes.length} bytes do not fill ${printType({ dtype, shape })}`);
  }
  const Elements = DTYPES[dtype].array;
  // A typed array must start at a multiple of its elements' size.
  const { buffer, byteOffset } = bytes.byteOffset % Elements.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  return {
    dtype,
    shape,
    data: new Elements(buffer as ArrayBuffer, byteOffset, elementCount({ shape })),
  } as Tensor;
}

function checkedLength(shape: Shape, data?: ArrayLike<unknown>): number {
  const length = elementCount({ shape });
  if (data !== undefined && data.length !== length) {
    throw new Error(`${data.length} elements do not fill ${shape.join("x")}`);
  }
  return length;
}

export function elementCount({ shape }: { readonly shape: Shape }): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function byteCount(type: TensorType): number {
  return elementCount(type) * DTYPES[type.dtype].array.BYTES_PER_ELEMENT;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, axis) => side === b[axis]);
}

export function sameType(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** `float32[1x3x360x640]` */
export function printType({ dtype, shape }: TensorType): string {
  return `${dtype}[${shape.join("x")}]`;
}

/** The shape as [batch, channels, height, width]; anything but rank 4 is an error. */
export function rank4({ shape }: { readonly shape: Shape }): readonly [number, number, number, number] {
  if (shape.length !== 4) throw new InvalidNodeError({ problem: `expected N x C x H x W, got ${shape.join("x")}` });
  return shape as unknown as readonly [number, number, number, number];
}

/** What a tensor N x C x D1 x D2 x ... is made of; one without spatial axes, behind N x C, is an error. */
export function spatialOf({ shape }: { readonly shape: Shape }): {
  readonly batch: number;
  readonly channels: number;
  /** Along each spatial axis. */
  readonly sides: Shape;
} {
  const [batch, channels, ...sides] = shape;
  if (batch === undefined || channels === undefined || sides.length === 0) {
    throw new InvalidNodeError({ problem: `expected N x C and spatial axes behind them, got ${shape.join("x")}` });
  }
  return { batch, channels, sides };
}

/**
 * The data of a float tensor; anything else here is a broken invariant, since types were inferred before. Float64 is read and written as
 * float32 is, so that ops name one type for both.
 */
export function floats(tensor: Tensor): Float32Array {
  if (tensor.dtype === "float32") return tensor.data;
  if (tensor.dtype === "float64") return tensor.data as ElementArray as Float32Array;
  throw new Error(`expected floats, got ${tensor.dtype}`);
}

/** Zeros of the type of `x`, one of floats as within an op, with another shape. */
export function floatsLike({ dtype }: TensorType, shape: Shape): FloatTensor {
  return zeros(dtype, shape) as Tensor as FloatTensor;
}

/**
 * The values in another data type. Towards float16 they are rounded to nearest even, and infinite where they are too large; towards integers
 * they are cut off behind the point and wrap around, as ONNX leaves open; all but 0 is true.
 */
export function castTensor<Type extends DType>(tensor: Tensor, dtype: Type): Extract<Tensor, { dtype: Type }> {
  type Cast = Extract<Tensor, { dtype: Type }>;
  if (tensor.dtype === dtype) return tensor as Cast;
  const { shape } = tensor;
  const data = tensor.dtype === "float16" ? decodeFloat16(tensor.data) : tensor.data;
  return { dtype, shape, data: castElements(data, dtype) } as Cast;
}

function castElements(data: ElementArray, dtype: DType): ElementArray {
  if (dtype === "float16") return encodeFloat16(castElements(data, "float32") as Float32Array);
  if (dtype === "bool")
    return Uint8Array.from(data as Float64Array, (value: number | bigint) => (value === 0 || value === 0n ? 0 : 1));
  if (dtype === "int64") return BigInt64Array.from(data as Float64Array, wholeNumber);
  if (dtype === "uint64") return BigUint64Array.from(data as Float64Array, wholeNumber);
  const Elements = DTYPES[dtype].array;
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return new Elements(data);
  // Beyond 2^53 only the last bits matter to an integer.
  const isInteger = DTYPES[dtype].kind === "integer";
  return Elements.from(Array.from(data, (value) => Number(isInteger ? BigInt.asIntN(32, value) : value)));
}

function wholeNumber(value: number | bigint): bigint {
  if (typeof value === "bigint") return value;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

/** The same tensor in memory of its own. */
export function copyTensor<T extends Tensor>(tensor: T): T {
  // Other than `slice`, the constructor does not clear the memory first.
  const Elements = tensor.data.constructor as new (data: T["data"]) => T["data"];
  return { ...tensor, data: new Elements(tensor.data) };
}

/** The data of an integer tensor; anything else here is a broken invariant. */
export function integers(tensor: Tensor): BigInt64Array {
  if (tensor.dtype !== "int64") throw new Error(`expected int64 data, got ${tensor.dtype}`);
  return tensor.data;
}
