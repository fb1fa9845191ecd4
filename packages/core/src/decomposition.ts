/** Ops expressed by other ops, which take the place of a node in a format that lacks the op. */
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { SymbolicTensor } from "./builder.js";
import type { FoldingBuilder } from "./foldingBuilder.js";
import type { Named, Outputs } from "./named.js";
import type { Op, OpDefinition, Slots } from "./op.js";

export interface Decomposition<
  Inputs extends Slots = Slots,
  Results extends Slots = Slots,
  Kinds extends AttributeKinds = AttributeKinds,
> {
  readonly of: Op;
  /** The outputs of a node, constants made by the builder; nothing where no other ops say these attributes. */
  decompose(
    inputs: Named<keyof Inputs & string, SymbolicTensor>,
    attributes: Canonical<Kinds>,
    builder: FoldingBuilder,
  ): Outputs<keyof Results & string, SymbolicTensor> | undefined;
}

/** Checks a decomposition against the names and attributes of its op. */
export function defineDecomposition<Inputs extends Slots, Results extends Slots, Kinds extends AttributeKinds>(
  of: OpDefinition<Inputs, Results, Kinds>,
  decompose: Decomposition<Inputs, Results, Kinds>["decompose"],
): Decomposition<Inputs, Results, Kinds> {
  return { of, decompose };
}
