/** What the cases of ops are made of: small inputs, plain data. The laws hold on them, and every runtime must agree with the reference on them. */
import type { AttributeKinds, Given } from "../attributes.js";
import type { Named } from "../named.js";
import type { Op, OpDefinition, Slots } from "../op.js";
import { type FloatTensor, type Shape, type Tensor, castTensor, elementCount, floatTensor } from "../tensor.js";

/** One call of an op. */
interface OpCase<Input extends string, Kinds extends AttributeKinds> {
  /** What is special about it, unique among the cases of its op. */
  readonly title: string;
  readonly inputs: Named<Input, Tensor>;
  readonly attributes: Given<Kinds>;
}

/** An op and calls of it. */
export interface CasesOfOp {
  readonly op: Op;
  readonly cases: readonly OpCase<string, AttributeKinds>[];
}

/** Checks the cases of an op, which stand beside it in `<op>.cases.ts`, and are found there. */
export function casesOf<I extends Slots, O extends Slots, K extends AttributeKinds>(
  op: OpDefinition<I, O, K>,
  cases: readonly [OpCase<keyof I & string, K>, ...OpCase<keyof I & string, K>[]],
): CasesOfOp {
  return { op, cases };
}

/** Multiples of a quarter from -2.5 to 2.5 in no simple order: products and sums of a few are exact in float32. */
export function values(...shape: number[]): FloatTensor {
  return filled(shape, (index) => (scrambled(index) % 21) / 4 - 2.5);
}

/** As `values`, but none of which float16 holds exactly unless it is whole. */
export function thirds(...shape: number[]): FloatTensor {
  const { data } = values(...shape);
  return floatTensor(
    shape,
    data.map((value) => value / 3),
  );
}

/** Only 0, 1 and 2, mostly 0, so that the largest of a window is rarely alone. */
export function tied(...shape: number[]): FloatTensor {
  return filled(shape, (index) => Math.max(0, (scrambled(index) % 7) - 4));
}

/** The value at each index, in row-major order. */
export function filled(shape: Shape, valueAt: (index: number) => number): FloatTensor {
  return floatTensor(
    shape,
    Array.from({ length: elementCount({ shape }) }, (_, index) => valueAt(index)),
  );
}

/** 12 bits that do not look like the index. */
function scrambled(index: number): number {
  const hash = Math.imul(index + 1, 0x9e3779b1);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 20;
}

/** Both truth values in no simple order. */
export function truths(...shape: number[]): Tensor {
  return castTensor(
    filled(shape, (index) => scrambled(index) & 1),
    "bool",
  );
}
