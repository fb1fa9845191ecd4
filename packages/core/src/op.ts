/** What an op is: one object that holds everything known about it, a facet a concern. Passes, emitters and runtimes hold no per-op code. */
import type { Absent } from "./absent.js";
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { SpatialPadding } from "./spatialAttributes.js";
import { DTYPES, type DType } from "./dtypes.js";
import type { Gradients } from "./gradient.js";
import type { Named, Outputs } from "./named.js";
import type { OnnxFacet } from "./onnxForm.js";
import type { Tensor, TensorType } from "./tensor.js";
import type { Trained, TrainingOf } from "./training.js";
import type { TfjsFacet } from "./tfjsForm.js";

/** Work of one node. What a convention makes of it, in FLOPs, stands in `conventions`. */
export interface Cost {
  /** Multiply-accumulates that contribute to the result. */
  readonly macs: number;
  /** Elementary operations outside multiply-accumulates: comparisons, additions, scalings. */
  readonly scalarOps: number;
}

/**
 * What the axes of an op's tensors mean to it, from which follows in which other orders it may compute:
 *
 * - `kept`: each axis of an output is that axis of every operand, counted from the last; attributes that name axes follow them;
 * - `images`: N x C x H x W, or with another number of spatial axes, each in its place, and `channels-last`: N x H x W x C;
 * - `opaque`: what it does depends on the order of the elements;
 * - or a function, which axis of the first operand each axis of an output is, where some are left out.
 */
export type Axes<Attributes> = "kept" | "images" | "channels-last" | "opaque" | AxesOf<Attributes>;

/** Written as a method, whose attributes may be any op's where the compiler no longer knows them. */
type AxesOf<Attributes> = { of(attributes: Attributes, operand: TensorType): readonly number[] }["of"];

/**
 * What becomes of an op behind a convolution whose result nothing else reads: the convolution's weights take a `norm` in, its kernel does an
 * `activation` or a `sum` with another image on the way out, and an `identity` is nothing at inference.
 */
export type Fusion = "norm" | "activation" | "sum" | "identity";

/**
 * What kind of thing drawings colour an op as: what has weights or multiplies, what normalises, what is not linear, what pools, resizes or
 * reduces, elementwise arithmetic, and what only moves values.
 */
export type Category = "layer" | "normalisation" | "activation" | "pool" | "arithmetic" | "shape";

/** An input that an op maps to factor x input + offset, a number a channel each; what is absent is 1 or 0 in every channel. */
export interface ChannelMap<Input extends string> {
  readonly input: Input;
  /** Of the elements of the other operands. */
  readonly factor?: (operands: Readonly<Record<Input, Float32Array>>, channel: number) => number;
  readonly offset?: (operands: Readonly<Record<Input, Float32Array>>, channel: number) => number;
}

/** What an op is that slides a weight over the spatial axes of N x C x D1 x D2 x ..., or multiplies N x C, which has none, with one: `x`, `weight` and, a number for each channel of its result, `bias`. */
export interface Convolution<Kinds extends AttributeKinds> {
  /** The channel of the result that a kernel adds to, from where it stands on the first two axes of the weight. */
  channelOf(place: readonly [number, number], weight: TensorType, attributes: Canonical<Kinds>): number;
  /** The channel of `x` that a kernel reads, from the same. */
  inputChannelOf(place: readonly [number, number], weight: TensorType, attributes: Canonical<Kinds>): number;
  /** Whether each element of the result sums a whole kernel over elements of `x`, none of them in a padding. */
  sumsWholeWindows(attributes: Canonical<Kinds>): boolean;
}

/**
 * What an op takes or gives, by name, each with its data type: one of `DType`, or a type variable of the op, which stands for one and the
 * same type wherever it appears in a node. A name ends with `?` where it may be absent, and with `...` where it is a list.
 */
export type Slots = Readonly<Record<string, string>>;
type NameIn<S extends Slots> = keyof S & string;

type IsOne<Name, Each = Name> = Name extends unknown ? ([Each] extends [Name] ? true : false) : never;

/** The one result of an op that has one; of several those that are wanted. */
export type Evaluated<Results extends Slots> =
  string extends NameIn<Results>
    ? Partial<Outputs<string, Tensor>>
    : IsOne<NameIn<Results>> extends true
      ? Outputs<NameIn<Results>, Tensor>
      : Partial<Outputs<NameIn<Results>, Tensor>>;

/** A declared input, taken apart. */
export interface InputSlot {
  readonly name: string;
  readonly arity: "one" | "optional" | "many";
  /** As `Slots` has it. */
  readonly type: string;
}

interface Declaration<Inputs extends Slots, Results extends Slots, Kinds extends AttributeKinds> {
  /** The name in the DSL, in the file's name and in every report. */
  readonly name: string;
  /** What it computes, in one line. */
  readonly summary: string;
  readonly inputs: Inputs;
  readonly outputs: Results;
  /** What each type variable may stand for. */
  readonly types: Readonly<Record<string, readonly DType[]>>;
  readonly attributes: Kinds;
  readonly axes: Axes<Canonical<Kinds>>;
  /** Inputs that are gathered while training rather than trained: running statistics. */
  readonly statistics?: readonly NameIn<Inputs>[];
  readonly convolution?: Convolution<Kinds>;
  readonly fusion?: Fusion;
  /** Whether its operands are a smaller way to keep its result, so that it stays in a graph though they are known before that runs. */
  readonly unpacks?: boolean;
  /** The input that its one result is, element for element, where operands have such types and it has such attributes. */
  handsOn?(
    inputs: Named<NameIn<Inputs>, TensorType>,
    attributes: Canonical<Kinds>,
  ): (keyof Named<NameIn<Inputs>, TensorType> & string) | undefined;
  /**
   * The input whose largest element along `axis` stands where that of its one result does, the first of equals; where rounding alone
   * may have made two elements equal, that of the input counts.
   */
  keepsLargest?(
    inputs: Named<NameIn<Inputs>, TensorType>,
    attributes: Canonical<Kinds>,
    axis: number,
  ): (keyof Named<NameIn<Inputs>, TensorType> & string) | undefined;
  /** With which attributes it computes of `x` what it does of `x` inside so many zeros along each spatial axis, where it has such. */
  amidZeros?(attributes: Canonical<Kinds>, zeros: SpatialPadding): Canonical<Kinds> | undefined;
  /** Where it does not follow from what else is said here (`categoryOf`). */
  readonly category?: Category;
  /** The inputs, N x C and spatial axes, that it maps a channel at a time where operands have such types; `y` is of the input's type. */
  channelMaps?(
    inputs: Named<NameIn<Inputs>, TensorType>,
    attributes: Canonical<Kinds>,
  ): readonly ChannelMap<NameIn<Inputs>>[];
  /** The types of the outputs, or an error that says what does not fit; data types have been checked. */
  inferTypes(
    inputs: Named<NameIn<Inputs>, TensorType>,
    attributes: Canonical<Kinds>,
  ): Outputs<NameIn<Results>, TensorType>;
  countCost(
    inputs: Named<NameIn<Inputs>, TensorType>,
    outputs: Outputs<NameIn<Results>, TensorType>,
    attributes: Canonical<Kinds>,
  ): Cost;
  /**
   * The definition of correct, written to be read. Where the graph says float16 operands are float32 here: `evaluate` rounds. Operands are
   * never written to, and a result may share memory with one. Results that are not among the `wanted` (all, unless told) may be left out.
   */
  evaluate(
    inputs: Named<NameIn<Inputs>, Tensor>,
    attributes: Canonical<Kinds>,
    outputs: Outputs<NameIn<Results>, TensorType>,
    wanted?: ReadonlySet<NameIn<Results>>,
  ): Evaluated<Results>;
  /** The gradients of a loss by its inputs, from those by its results: what `differentiate` builds. */
  readonly gradient: Gradients<NameIn<Inputs>, NameIn<Results>, Kinds> | Absent;
  /** What it is while a network is trained, where that is something else. */
  training?(...given: TrainingOf<NameIn<Inputs>, Kinds>): Trained | Absent;
  readonly tfjs: TfjsFacet<NameIn<Inputs>, Kinds> | Absent;
}

export interface OpDefinition<Inputs extends Slots, Results extends Slots, Kinds extends AttributeKinds>
  extends Declaration<Inputs, Results, Kinds> {
  readonly onnx: OnnxFacet<NameIn<Inputs>, Kinds> | Absent;
  /** The inputs, in order. */
  readonly slots: readonly InputSlot[];
  /** The outputs, in order. */
  readonly results: readonly NameIn<Results>[];
}

/** An op that ONNX has: every op that a network is built of. */
export interface OnnxOpDefinition<Inputs extends Slots, Results extends Slots, Kinds extends AttributeKinds>
  extends OpDefinition<Inputs, Results, Kinds> {
  readonly onnx: OnnxFacet<NameIn<Inputs>, Kinds>;
}

/** An op whose names and attributes are no longer known to the compiler, as a node holds it. */
export type Op = OpDefinition<Slots, Slots, AttributeKinds>;

type Declared<Definition> = Omit<Definition, "slots" | "results">;

/** Checks a definition against the names and attributes that it declares. */
export function defineOp<const Inputs extends Slots, const Results extends Slots, const Kinds extends AttributeKinds>(
  definition: Declared<OnnxOpDefinition<Inputs, Results, Kinds>>,
): OnnxOpDefinition<Inputs, Results, Kinds> {
  return { ...definition, ...slotsOf<Results>(definition) };
}

/** As `defineOp`, of one that ONNX need not have. */
export function defineInnerOp<
  const Inputs extends Slots,
  const Results extends Slots,
  const Kinds extends AttributeKinds,
>(definition: Declared<OpDefinition<Inputs, Results, Kinds>>): OpDefinition<Inputs, Results, Kinds> {
  return { ...definition, ...slotsOf<Results>(definition) };
}

/** A type that is none of `DType` and no variable of the op is a mistake in its file. */
function slotsOf<Results extends Slots>({ name: op, inputs, outputs, types }: Omit<Declared<Op>, "evaluate">) {
  const unknown = [...Object.values(inputs), ...Object.values(outputs)].find(
    (type) => !Object.hasOwn(types, type) && !Object.hasOwn(DTYPES, type),
  );
  if (unknown !== undefined) throw new Error(`${op} does not say what ${unknown} is`);
  const slots = Object.entries(inputs).map(([declared, type]): InputSlot => ({ ...arityOf(declared), type }));
  return { slots, results: Object.keys(outputs) as NameIn<Results>[] };
}

/** A declared name, taken apart. */
export function arityOf(declared: string): Pick<InputSlot, "name" | "arity"> {
  if (declared.endsWith("?")) return { name: declared.slice(0, -1), arity: "optional" };
  if (declared.endsWith("...")) return { name: declared.slice(0, -3), arity: "many" };
  return { name: declared, arity: "one" };
}

/** The cost of moving or selecting data: nothing is computed. */
export const NO_COST: Cost = { macs: 0, scalarOps: 0 };
