/** What an op is: one object that holds everything known about it, a facet a concern. Passes, emitters and runtimes hold no per-op code. */
import type { Absent } from "./absent.js";
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { Named, Outputs } from "./named.js";
import type { OnnxFacet } from "./onnxForm.js";
import type { Tensor, TensorType } from "./tensor.js";
import type { TfjsFacet } from "./tfjsForm.js";

/**
 * Work of one node. One multiply-accumulate is counted as two FLOPs by every convention; `paperFlops` is what the authors' own
 * profiler computes, faults included (it counts no batch norm, and the input channels of a full convolution twice).
 */
export interface Cost {
  /** Multiply-accumulates that contribute to the result. */
  readonly macs: number;
  /** Multiply-accumulates as if a transposed convolution ran over its zero-stuffed input; `macs` where there is no such input. */
  readonly denseMacs: number;
  /** FLOPs under the authors' convention. */
  readonly paperFlops: number;
  /** Elementary operations outside multiply-accumulates: comparisons, additions, scalings. */
  readonly scalarOps: number;
}

/**
 * What the axes of an op's tensors mean to it: `any`, only what its attributes say, so that it works in every order of axes when
 * those follow; or they are images, N x C x H x W (`channels-first`) or N x H x W x C (`channels-last`).
 */
export type Layout = "any" | "channels-first" | "channels-last";

/** The one result of an op that has one; of several those that are wanted. */
export type Evaluated<Results extends readonly string[]> = Results extends readonly [string]
  ? Outputs<Results, Tensor>
  : Partial<Outputs<Results, Tensor>>;

export interface OpDefinition<
  Inputs extends readonly string[],
  Results extends readonly string[],
  Kinds extends AttributeKinds,
> {
  /** The name in the DSL, in the file's name and in every report. */
  readonly name: string;
  /** What it computes, in one line. */
  readonly summary: string;
  readonly inputs: Inputs;
  readonly outputs: Results;
  readonly attributes: Kinds;
  readonly layout: Layout;
  /** Inputs that are gathered while training rather than trained: running statistics. */
  readonly statistics?: readonly Inputs[number][];
  /** Inputs that hold int64; all others hold floats, all of them in the same data type. */
  readonly integers?: readonly Inputs[number][];
  /** The types of the outputs, or an error that says what does not fit. */
  inferTypes(inputs: Named<Inputs, TensorType>, attributes: Canonical<Kinds>): Outputs<Results, TensorType>;
  countCost(
    inputs: Named<Inputs, TensorType>,
    outputs: Outputs<Results, TensorType>,
    attributes: Canonical<Kinds>,
  ): Cost;
  /**
   * The definition of correct, written to be read. Floats are float32 here, whatever the graph says: `evaluate` rounds. Operands are never
   * written to, and a result may share memory with one. Results that are not among the `wanted` (all, unless told) may be left out.
   */
  evaluate(
    inputs: Named<Inputs, Tensor>,
    attributes: Canonical<Kinds>,
    outputs: Outputs<Results, TensorType>,
    wanted?: ReadonlySet<Results[number]>,
  ): Evaluated<Results>;
  readonly onnx: OnnxFacet<Inputs, Kinds> | Absent;
  readonly tfjs: TfjsFacet<Inputs, Kinds> | Absent;
}

/** An op that ONNX has: every op that a network is built of. */
export interface OnnxOpDefinition<
  Inputs extends readonly string[],
  Results extends readonly string[],
  Kinds extends AttributeKinds,
> extends OpDefinition<Inputs, Results, Kinds> {
  readonly onnx: OnnxFacet<Inputs, Kinds>;
}

/** An op whose names and attributes are no longer known to the compiler, as a node holds it. */
export type Op = OpDefinition<readonly string[], readonly string[], AttributeKinds>;

/** Checks a definition against the names and attributes that it declares. */
export function defineOp<
  const Inputs extends readonly string[],
  const Results extends readonly string[],
  const Kinds extends AttributeKinds,
>(definition: OnnxOpDefinition<Inputs, Results, Kinds>): OnnxOpDefinition<Inputs, Results, Kinds> {
  return definition;
}

/** A declared input name, taken apart. */
export interface InputSlot {
  readonly name: string;
  readonly arity: "one" | "optional" | "many";
}

export function inputSlots(op: Op): readonly InputSlot[] {
  return op.inputs.map((declared) => {
    if (declared.endsWith("?")) return { name: declared.slice(0, -1), arity: "optional" };
    if (declared.endsWith("...")) return { name: declared.slice(0, -3), arity: "many" };
    return { name: declared, arity: "one" };
  });
}

/** The cost of moving or selecting data: nothing is computed. */
export const NO_COST: Cost = { macs: 0, denseMacs: 0, paperFlops: 0, scalarOps: 0 };
