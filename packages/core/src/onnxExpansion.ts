/**
 * Nodes of ONNX that are read as several: those of an operator that no op here stands for, and those of an operator that an op has a form of,
 * where that cannot say what they do.
 */
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { SymbolicTensor } from "./builder.js";
import type { FoldingBuilder } from "./foldingBuilder.js";
import type { Named } from "./named.js";
import type { OnnxNode, OnnxOperator } from "./onnxForm.js";
import type { Op, OpDefinition, Slots } from "./op.js";
import type { TensorType } from "./tensor.js";

export interface ExpansionContext {
  /** Where the node stands; what is known before the graph runs is computed on the way. */
  readonly builder: FoldingBuilder;
  readonly opset: number;
  /** How many outputs the node has. */
  readonly outputs: number;
}

export interface OnnxExpansion<Input extends string = string> extends OnnxOperator {
  /** In ONNX's order; `c?` may be absent, and `xs...` is a list. */
  readonly inputs: readonly Input[];
  /**
   * The outputs, in ONNX's order, or nothing where the form of an op says it all; throws `UnsupportedFormError` for what the ops here
   * cannot say.
   */
  build(
    inputs: Named<Input, SymbolicTensor>,
    node: OnnxNode,
    context: ExpansionContext,
  ): SymbolicTensor | readonly SymbolicTensor[] | undefined;
  /** How such nodes become one of the operator again; absent where they stay several. */
  readonly joint?: OnnxJoint;
}

/** Nodes of one op that read nothing but one and the same value, and can be written as one node. */
export interface OnnxJoint {
  readonly of: Op;
  /** What can be one node of those with such attributes that read x; nothing where none can. */
  join(x: TensorType, attributes: readonly Readonly<Record<string, unknown>>[]): JointNode | undefined;
}

export interface JointNode extends Partial<OnnxNode> {
  /** The positions of the nodes whose results it gives, in the order of its outputs. */
  readonly parts: readonly number[];
}

/** Checks a definition against the names that it declares. */
export function defineExpansion<const Input extends string>(definition: OnnxExpansion<Input>): OnnxExpansion<Input> {
  return definition;
}

/** Checks a joint against the attributes of its op. */
export function defineJoint<Inputs extends Slots, Results extends Slots, Kinds extends AttributeKinds>(
  of: OpDefinition<Inputs, Results, Kinds>,
  join: (x: TensorType, attributes: readonly Canonical<Kinds>[]) => JointNode | undefined,
): OnnxJoint {
  return { of, join };
}
