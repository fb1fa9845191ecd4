/** Operators of ONNX that no op here stands for alone: they are read as several nodes. */
import type { SymbolicTensor } from "./builder.js";
import type { FoldingBuilder } from "./foldingBuilder.js";
import type { Named } from "./named.js";
import type { OnnxNode, OnnxOperator } from "./onnxForm.js";

export interface ExpansionContext {
  /** Where the node stands; what is known before the graph runs is computed on the way. */
  readonly builder: FoldingBuilder;
  readonly opset: number;
}

export interface OnnxExpansion<Input extends string = string> extends OnnxOperator {
  /** In ONNX's order; `c?` may be absent, and `xs...` is a list. */
  readonly inputs: readonly Input[];
  /** The outputs, in ONNX's order; throws `UnsupportedFormError` for what the ops here cannot say. */
  build(
    inputs: Named<Input, SymbolicTensor>,
    node: OnnxNode,
    context: ExpansionContext,
  ): SymbolicTensor | readonly SymbolicTensor[];
}

/** Checks a definition against the names that it declares. */
export function defineExpansion<const Input extends string>(definition: OnnxExpansion<Input>): OnnxExpansion<Input> {
  return definition;
}
