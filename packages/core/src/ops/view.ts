/**
 * Tensors as numpy's arrays: data, and where in it each element is. Cutting, turning and stretching a view moves nothing; copying one
 * view to another does, and is what slice, pad, concat, transpose and broadcasting are made of.
 */
import type { ElementArray } from "../dtypes.js";
import { type Shape, sameShape } from "../tensor.js";
import { type Placement, type Row, forEachRow, rowMajorStrides } from "./strided.js";

export interface View<Data extends ElementArray = ElementArray> extends Placement {
  readonly shape: Shape;
  readonly data: Data;
}

/** A whole tensor, of elements of any type. */
export function viewOf<Data extends ElementArray>({ shape, data }: Omit<View<Data>, keyof Placement>): View<Data> {
  return { shape, data, start: 0, strides: rowMajorStrides(shape) };
}

export interface Box {
  readonly start: readonly number[];
  /** 1 along every axis unless given; negative steps run backwards. */
  readonly step?: readonly number[];
  /** Elements taken along each axis. */
  readonly shape: Shape;
}

/** Part of a view; the box must lie within it. */
export function cut<Data extends ElementArray>(view: View<Data>, { start, step, shape }: Box): View<Data> {
  return {
    data: view.data,
    shape,
    start: view.strides.reduce((sum, stride, axis) => sum + stride * start[axis]!, view.start),
    strides: view.strides.map((stride, axis) => stride * (step?.[axis] ?? 1)),
  };
}

/** The view whose i-th axis is axis `order[i]` of `view`. */
export function permute<Data extends ElementArray>(view: View<Data>, order: readonly number[]): View<Data> {
  const { shape, strides } = view;
  return { ...view, shape: order.map((axis) => shape[axis]!), strides: order.map((axis) => strides[axis]!) };
}

/** The view stretched to a shape that it broadcasts to: axes of one element, and axes before its first, repeat what is there. */
export function stretch<Data extends ElementArray>(view: View<Data>, shape: Shape): View<Data> {
  const added = shape.length - view.shape.length;
  const strides = shape.map((_, axis) => ((view.shape[axis - added] ?? 1) === 1 ? 0 : view.strides[axis - added]!));
  return { ...view, shape, strides };
}

/** Rows from this length on are left to the engine, which moves them at once. */
const LONG_ROW = 64;
/** Rows below this length take longer to find than to copy. */
const SHORT_ROW = 16;

/** Copies every element of a view to where `to`, of the same shape and kind of data, has it; another shape is a broken invariant. */
export function copyView<Data extends ElementArray>(from: View<Data>, to: View<Data>): void {
  if (!sameShape(from.shape, to.shape) || from.data.BYTES_PER_ELEMENT !== to.data.BYTES_PER_ELEMENT) {
    throw new Error(`a view of ${from.shape.join("x")} is not copied to one of ${to.shape.join("x")}`);
  }
  const [read, written] = withLongRows(asWords(from), asWords(to));
  forEachRow(read.shape, [read, written], copyRow);
}

function copyRow({ length, starts, steps }: Row, views: readonly View<Words>[]): void {
  const source = views[0]!.data;
  const target = views[1]!.data;
  let [from, to] = [starts[0]!, starts[1]!];
  const [fromStep, toStep] = [steps[0]!, steps[1]!];
  if (length >= LONG_ROW && fromStep === 1 && toStep === 1) {
    target.set(source.subarray(from, from + length), to);
    return;
  }
  for (let index = 0; index < length; index += 1) {
    target[to] = source[from]!;
    from += fromStep;
    to += toStep;
  }
}

/** Copies may go in any order: a short last axis that is no run of memory on both sides changes places with the axis before it. */
function withLongRows(from: View<Words>, to: View<Words>): readonly [View<Words>, View<Words>] {
  const last = from.shape.length - 1;
  const isRun = from.strides[last] === 1 && to.strides[last] === 1;
  if (last < 1 || isRun || from.shape[last]! >= Math.min(SHORT_ROW, from.shape[last - 1]!)) return [from, to];
  const order = [...from.shape.keys()].with(last, last - 1).with(last - 1, last);
  return [permute(from, order), permute(to, order)];
}

type Words = Uint8Array | Uint16Array | Int32Array;

/**
 * The same memory as words of one, two or four bytes, so that one loop moves every type of element quickly and as it is, NaNs of any bits
 * included. Elements of eight bytes are two words.
 */
function asWords(view: View): View<Words> {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width } = view.data;
  if (width === 1) return { ...view, data: new Uint8Array(buffer, byteOffset, byteLength) };
  if (width === 2) return { ...view, data: new Uint16Array(buffer, byteOffset, byteLength / 2) };
  const data = new Int32Array(buffer, byteOffset, byteLength / 4);
  if (width === 4) return { ...view, data };
  const { shape, start, strides } = view;
  return { data, shape: [...shape, 2], start: 2 * start, strides: [...strides.map((stride) => 2 * stride), 1] };
}
