/** Tensor types and tensors in host memory: dense, row-major, channels-first (N x C x H x W) where they hold images. */
import { InvalidNodeError } from "./errors.js";
import { decodeFloat16, encodeFloat16 } from "./float16.js";

/** Ops compute in float32; a network in float16 rounds after each (`evaluate`). */
export const FLOAT_TYPES = ["float32", "float16"] as const;
export type FloatType = (typeof FLOAT_TYPES)[number];
export type DType = FloatType | "int64";
export type Shape = readonly number[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface FloatTensor {
  readonly dtype: "float32";
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Its data are bit patterns: see `decodeFloat16`. */
export interface Float16Tensor {
  readonly dtype: "float16";
  readonly shape: Shape;
  readonly data: Uint16Array;
}

export interface IntTensor {
  readonly dtype: "int64";
  readonly shape: Shape;
  readonly data: BigInt64Array;
}

export type Tensor = FloatTensor | Float16Tensor | IntTensor;

/** What holds the elements of each type that a runtime may take or give; ops here compute with the few of `DType`. */
interface ElementArrays {
  readonly float32: Float32Array;
  /** Bit patterns. */
  readonly float16: Uint16Array;
  readonly float64: Float64Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
  readonly uint32: Uint32Array;
  readonly uint64: BigUint64Array;
  /** A byte each, 0 or 1. */
  readonly bool: Uint8Array;
}

const ARRAYS = {
  float32: Float32Array,
  float16: Uint16Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const satisfies Readonly<Record<keyof ElementArrays, unknown>>;

export type ElementType = keyof ElementArrays;
export type ElementArray = ElementArrays[ElementType];

export interface RuntimeTensorType {
  readonly dtype: ElementType;
  readonly shape: Shape;
}

/** A tensor as runtimes take and give it. */
export type RuntimeTensor = {
  readonly [Type in ElementType]: {
    readonly dtype: Type;
    readonly shape: Shape;
    readonly data: ElementArrays[Type];
  };
}[ElementType];

/** The most elements one tensor may have: runtimes index with signed 32-bit integers. */
export const MAX_ELEMENTS = 2 ** 31 - 1;

export function float32(...shape: number[]): TensorType {
  return { dtype: "float32", shape };
}

export function int64(...shape: number[]): TensorType {
  return { dtype: "int64", shape };
}

export function isFloat(dtype: DType): dtype is FloatType {
  return dtype !== "int64";
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
export function zeros<Type extends ElementType>(dtype: Type, shape: Shape): Extract<RuntimeTensor, { dtype: Type }> {
  return { dtype, shape, data: new ARRAYS[dtype](elementCount({ shape })) } as Extract<RuntimeTensor, { dtype: Type }>;
}

/** A tensor on little-endian bytes, which must be as many as its type has; without a copy where they are aligned. */
export function tensorOfBytes(type: TensorType, bytes: Uint8Array): Tensor;
export function tensorOfBytes(type: RuntimeTensorType, bytes: Uint8Array): RuntimeTensor;
export function tensorOfBytes({ dtype, shape }: RuntimeTensorType, bytes: Uint8Array): RuntimeTensor {
  if (bytes.length !== byteCount({ dtype, shape })) {
    throw new Error(`${bytes.length} bytes do not fill ${printType({ dtype, shape })}`);
  }
  const Elements = ARRAYS[dtype];
  // A typed array must start at a multiple of its elements' size.
  const { buffer, byteOffset } = bytes.byteOffset % Elements.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  return {
    dtype,
    shape,
    data: new Elements(buffer as ArrayBuffer, byteOffset, elementCount({ shape })),
  } as RuntimeTensor;
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

export function byteCount(type: RuntimeTensorType): number {
  return elementCount(type) * ARRAYS[type.dtype].BYTES_PER_ELEMENT;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, axis) => side === b[axis]);
}

export function sameType(a: RuntimeTensorType, b: RuntimeTensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** `float32[1x3x360x640]` */
export function printType({ dtype, shape }: RuntimeTensorType): string {
  return `${dtype}[${shape.join("x")}]`;
}

/** The shape as [batch, channels, height, width]; anything but rank 4 is an error. */
export function rank4({ shape }: { readonly shape: Shape }): readonly [number, number, number, number] {
  if (shape.length !== 4) throw new InvalidNodeError({ problem: `expected N x C x H x W, got ${shape.join("x")}` });
  return shape as unknown as readonly [number, number, number, number];
}

/** The data of a float tensor; anything else here is a broken invariant, since types were inferred before. */
export function floats(tensor: Tensor): Float32Array {
  if (tensor.dtype !== "float32") throw new Error(`expected float32 data, got ${tensor.dtype}`);
  return tensor.data;
}

/** A tensor of floats in a data type: exact towards float32; towards float16 rounded, and infinite where it is too large. */
export function castTensor(tensor: FloatTensor | Float16Tensor, dtype: "float32"): FloatTensor;
export function castTensor(tensor: FloatTensor | Float16Tensor, dtype: FloatType): FloatTensor | Float16Tensor;
export function castTensor(tensor: FloatTensor | Float16Tensor, dtype: FloatType): FloatTensor | Float16Tensor {
  if (tensor.dtype === dtype) return tensor;
  const { shape } = tensor;
  return tensor.dtype === "float16"
    ? { dtype: "float32", shape, data: decodeFloat16(tensor.data) }
    : { dtype: "float16", shape, data: encodeFloat16(tensor.data) };
}

/** The same tensor in memory of its own. */
export function copyTensor<T extends RuntimeTensor>(tensor: T): T {
  // Other than `slice`, the constructor does not clear the memory first.
  const Elements = tensor.data.constructor as new (data: T["data"]) => T["data"];
  return { ...tensor, data: new Elements(tensor.data) };
}

/** The data of an integer tensor; anything else here is a broken invariant. */
export function integers(tensor: Tensor): BigInt64Array {
  if (tensor.dtype !== "int64") throw new Error(`expected int64 data, got ${tensor.dtype}`);
  return tensor.data;
}
