/**
 * Nodes of ONNX that are read as several: those of an operator that no op here stands for, and those of an operator that an op has a form of,
 * where that cannot say what they do.
 */
import type { SymbolicTensor } from "./builder.js";
import type { FoldingBuilder } from "./foldingBuilder.js";
import type { Named } from "./named.js";
import type { OnnxNode, OnnxOperator } from "./onnxForm.js";

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
}

/** Checks a definition against the names that it declares. */
export function defineExpansion<const Input extends string>(definition: OnnxExpansion<Input>): OnnxExpansion<Input> {
  return definition;
}
