/** How the gradient of a result becomes those of what it was computed of: as values of a graph that are built, not as numbers. */
import type { Absent } from "./absent.js";
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { SpatialPadding } from "./spatialAttributes.js";
import type { DType } from "./dtypes.js";
import type { Named, Outputs } from "./named.js";
import type { Tensor, TensorType } from "./tensor.js";

/** A value of the graph in which gradients are built. */
export interface Expression {
  readonly name: string;
  readonly type: TensorType;
}

/** A number stands for one of the type of the other operand. */
export type Quantity = Expression | number;

type OfOne = (x: Expression) => Expression;
type OfTwo = (a: Quantity, b: Quantity) => Expression;

/** Of a convolution, with an entry for each spatial axis. */
export interface SlidAlong {
  readonly stride: readonly number[];
  readonly padding: SpatialPadding;
  readonly dilation: readonly number[];
  readonly groups: number;
}

interface Box {
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly step?: readonly number[];
}

interface Scattering {
  readonly indices: Expression;
  readonly updates: Expression;
  readonly reduction: "none" | "add";
}

/**
 * What gradients are built of: the ops, without the import of one op by another, since the gradient of many an op is another whose gradient
 * is the first. Nothing is built twice.
 */
export interface Expressions {
  readonly add: OfTwo;
  readonly sub: OfTwo;
  readonly mul: OfTwo;
  readonly div: OfTwo;
  readonly pow: OfTwo;
  readonly min: OfTwo;
  readonly equal: OfTwo;
  readonly greater: OfTwo;
  readonly less: OfTwo;
  readonly and: OfTwo;
  where(condition: Expression, a: Quantity, b: Quantity): Expression;
  readonly neg: OfOne;
  readonly sign: OfOne;
  readonly sqrt: OfOne;
  readonly exp: OfOne;
  readonly log: OfOne;
  readonly sin: OfOne;
  readonly cos: OfOne;
  readonly sinh: OfOne;
  readonly cosh: OfOne;
  readonly sigmoid: OfOne;
  cast(x: Expression, to: DType): Expression;
  /** Sums, each axis with one element. */
  sum(x: Expression, axes: readonly number[]): Expression;
  mean(x: Expression, axes: readonly number[]): Expression;
  max(x: Expression, axes: readonly number[]): Expression;
  prod(x: Expression, axes: readonly number[]): Expression;
  cumSum(
    x: Expression,
    over: { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean },
  ): Expression;
  reshape(x: Expression, shape: readonly number[]): Expression;
  expand(x: Expression, shape: readonly number[]): Expression;
  transpose(x: Expression, order: readonly number[]): Expression;
  slice(x: Expression, box: Box): Expression;
  /** Zeros around x. */
  pad(x: Expression, before: readonly number[], after: readonly number[]): Expression;
  concat(xs: readonly Expression[], axis: number): Expression;
  matMul(a: Expression, b: Expression): Expression;
  conv(x: Expression, weight: Expression, given: SlidAlong, bias?: Expression): Expression;
  convTranspose(
    x: Expression,
    weight: Expression,
    given: SlidAlong & { readonly outputPadding: readonly number[] },
  ): Expression;
  batchNorm(
    of: Readonly<Record<"x" | "scale" | "bias" | "mean" | "variance", Expression>>,
    epsilon: number,
  ): Expression;
  batchNormByBatch(of: Readonly<Record<"x" | "scale" | "bias", Expression>>, epsilon: number): Expression;
  softmaxCrossEntropy(x: Expression, labels: Expression): Expression;
  gather(x: Expression, indices: Expression, axis: number): Expression;
  gatherElements(x: Expression, indices: Expression, axis: number): Expression;
  gatherND(x: Expression, indices: Expression, batchDims: number): Expression;
  scatterElements(x: Expression, scattering: Scattering, axis: number): Expression;
  scatterND(x: Expression, scattering: Scattering): Expression;
  /** The sum over what an operand of this shape was stretched along, and x stretched where it is less than the operand. */
  fitted(x: Expression, shape: readonly number[]): Expression;
  zeros(type: TensorType): Expression;
  constant(tensor: Tensor): Expression;
}

/** The values of a node: operands and results by their names, and the gradient of each result under that with a `d` in front. */
type ValuesOf<Input extends string, Result extends string> = string extends Input
  ? Named<string, Expression>
  : Named<Input, Expression> & Outputs<Result, Expression> & { readonly [N in Result as `d${N}`]: Expression };

type OwnName<Declared extends string> = Declared extends `${infer Own}?` | `${infer Own}...` ? Own : Declared;

/**
 * By input its gradient, one for each tensor of a list, or why there is none with such attributes. It may be of the common shape that the
 * operand is stretched to, or of one that stretches to the operand's: it is summed or stretched afterwards. An input that is not named has
 * none, or zeros: indices, and what results change with in steps alone.
 */
export type Gradients<Input extends string, Result extends string, Kinds extends AttributeKinds> = {
  readonly [N in OwnName<Input>]?: GradientOf<Input, Result, Kinds>;
};

/** Written as a method, whose attributes may be any op's where the compiler no longer knows them. */
type GradientOf<Input extends string, Result extends string, Kinds extends AttributeKinds> = {
  of(
    g: Expressions,
    values: ValuesOf<Input, Result>,
    attributes: Canonical<Kinds>,
  ): Expression | readonly Expression[] | Absent;
}["of"];

/** Of results that are constant between their steps: zero wherever there is one. */
export const STEPS = {} as const;

/** Where an op is differentiated through what it decomposes into. */
export const THROUGH_PARTS: Absent = { absent: "what it decomposes into has gradients" };

/** Where a result is made of whole numbers or truth values, which no small change of an operand changes. */
export const NO_FLOATS: Absent = { absent: "its result has no floats" };

/** Of quantised numbers. */
export const QUANTIZED: Absent = {
  absent: "its numbers are rounded to steps, and what trains through them is a convention of its own",
};

/** Of ops on channels-last images. */
export const AFTER_CHANNELS_LAST: Absent = {
  absent: "networks are differentiated before their images are made channels-last",
};
