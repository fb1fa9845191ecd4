/** What becomes of nodes that are written, and why one cannot be read or written: in words, and by a code that programs know. */
import type { Node } from "./graph.js";

/** A node of a graph that is lowered for a format, and what that calls its operator. */
export interface FormatNode {
  readonly node: Node;
  readonly operator: string;
}

/** Told of each node as a format has it, in order. */
export type OnNode = (written: FormatNode) => void;

/**
 * `unsupported_op`: there is no such operator, or not in this type or opset; `unsupported_attribute`: not with this attribute, or this
 * value or number of operands; `needs_constant`: it computes an operand that must be known; `dynamic_shape`: a size that it depends on is open.
 */
export type RefusalCode = "unsupported_op" | "unsupported_attribute" | "needs_constant" | "dynamic_shape";

export interface Refusal {
  /** The node's name. */
  readonly node: string;
  /** Of ONNX where a file is read, of the ops here where one is written. */
  readonly operator: string;
  readonly code: RefusalCode;
  /** In words. */
  readonly reason: string;
}

/** What an error about nodes says of each. */
export interface Refusing {
  readonly refusals: readonly Refusal[];
}

/** The refusals of an error or of what caused it; `undefined` where it is about something else. */
export function refusalsOf(error: unknown): readonly Refusal[] | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("refusals" in error) return (error as Error & Refusing).refusals;
  return refusalsOf(error.cause);
}
