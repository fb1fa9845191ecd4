/** Tensors out of bytes of others: in either order of bytes, along any strides, in every data type that tensors here can hold. */
import {
  DTYPES,
  type DType,
  MAX_ELEMENTS,
  type Shape,
  type Tensor,
  elementCount,
  tensorOfBytes,
} from "@linknet-kit/core";
import { DamagedWeightsError } from "../damaged.js";
import type { MemoryBudget } from "./budget.js";

/** `bfloat16` becomes float32, which holds all of its values. */
export type ElementType = DType | "bfloat16";

export interface StridedLayout {
  readonly type: ElementType;
  readonly shape: Shape;
  /** Of one step along each axis, in elements; never negative. */
  readonly strides: readonly number[];
  /** Of the first element, in elements. */
  readonly offset: number;
  readonly isBigEndian: boolean;
}

/** More axes than any op takes. */
const HIGHEST_RANK = 32;

export function elementBytes(type: ElementType): number {
  return type === "bfloat16" ? 2 : DTYPES[type].array.BYTES_PER_ELEMENT;
}

/** The strides of a tensor that lies in memory row by row. */
export function rowMajor(shape: Shape): readonly number[] {
  const strides: number[] = [];
  shape.reduceRight((stride, side) => {
    strides.unshift(stride);
    return stride * side;
  }, 1);
  return strides;
}

/** What is wrong with a layout over so many bytes; nothing where each of its elements lies within them. */
export function layoutProblem({ type, shape, strides, offset }: StridedLayout, bytes: number): string | undefined {
  const isWhole = (each: number): boolean => Number.isSafeInteger(each) && each >= 0;
  if (![...shape, ...strides, offset].every(isWhole)) return "has a shape, strides or an offset that are impossible";
  if (shape.length !== strides.length) return `has ${shape.length} axes and ${strides.length} strides`;
  if (shape.length > HIGHEST_RANK) return `has ${shape.length} axes`;
  // A zero must not hide that a product was too large.
  if (shape.reduce((product, side) => product * Math.max(side, 1), 1) > MAX_ELEMENTS) {
    return `has the impossible shape ${shape.join("x")}`;
  }
  if (shape.includes(0)) return undefined;
  const last = shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, offset);
  const available = Math.floor(bytes / elementBytes(type));
  return last < available ? undefined : `reaches to element ${last} of ${available}`;
}

/** The tensor of a layout in which nothing is wrong; without a copy where it lies in order, aligned, low bytes first. */
export function stridedTensor(bytes: Uint8Array, layout: StridedLayout, budget: MemoryBudget, what: string): Tensor {
  const { type, shape, isBigEndian } = layout;
  const width = elementBytes(type);
  const count = elementCount({ shape });
  let values: Uint8Array;
  if (isContiguous(layout)) {
    const start = count === 0 ? 0 : layout.offset * width;
    values = bytes.subarray(start, start + count * width);
    if (values.byteOffset % width !== 0 || (isBigEndian && width > 1)) values = copied(values, budget, what);
  } else {
    budget.take(count * width, what);
    values = gathered(aligned(bytes, width, budget, what), layout, count);
  }
  if (isBigEndian) swap(values, width);
  if (type === "bool" && values.some((value) => value > 1))
    throw new DamagedWeightsError({
      format: "file of weights",
      problem: `${what} has truths that are neither 0 nor 1`,
    });
  if (type !== "bfloat16") return tensorOfBytes({ dtype: type, shape }, values);
  budget.take(2 * values.length, what);
  return tensorOfBytes({ dtype: "float32", shape }, widened(values));
}

/** The bytes at a place where elements of that many bytes may stand. */
export function aligned(bytes: Uint8Array, width: number, budget: MemoryBudget, what: string): Uint8Array {
  return bytes.byteOffset % width === 0 ? bytes : copied(bytes, budget, what);
}

function copied(bytes: Uint8Array, budget: MemoryBudget, what: string): Uint8Array {
  budget.take(bytes.length, what);
  return new Uint8Array(bytes);
}

function isContiguous({ shape, strides }: StridedLayout): boolean {
  const ordered = rowMajor(shape);
  return shape.includes(0) || shape.every((side, axis) => side === 1 || strides[axis] === ordered[axis]);
}

const WORDS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array } as const;

function gathered(bytes: Uint8Array, layout: StridedLayout, count: number): Uint8Array {
  const Words = WORDS[elementBytes(layout.type) as keyof typeof WORDS];
  const size = Math.floor(bytes.length / Words.BYTES_PER_ELEMENT);
  const from = new Words(bytes.buffer as ArrayBuffer, bytes.byteOffset, size) as Uint32Array;
  const to = new Words(count) as Uint32Array;
  gather(from, to, layout);
  return new Uint8Array(to.buffer);
}

/** Row by row of the last axis; the others count up like the digits of a number. */
function gather(from: Uint32Array, to: Uint32Array, { shape, strides, offset }: StridedLayout): void {
  const row = shape.at(-1)!;
  const step = strides.at(-1)!;
  const index = shape.map(() => 0);
  let start = offset;
  for (let written = 0; written < to.length; ) {
    for (let place = 0; place < row; place += 1) to[written + place] = from[start + place * step]!;
    written += row;
    for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      start += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      start -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}

function swap(bytes: Uint8Array, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (width === 2) buffer.swap16();
  if (width === 4) buffer.swap32();
  if (width === 8) buffer.swap64();
}

/** A bfloat16 is the upper half of a float32. */
function widened(bytes: Uint8Array): Uint8Array {
  const halves = new Uint16Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / 2);
  return new Uint8Array(Uint32Array.from(halves, (half) => half * 65_536).buffer);
}
