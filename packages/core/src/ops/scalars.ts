/** Numbers that decompositions compute with. */
import type { SymbolicTensor } from "../builder.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { filled } from "../tensor.js";

/** Makes constants of x's data type, under the name that is given or one like it. */
export function scalarsLike(
  { type: { dtype } }: SymbolicTensor,
  builder: FoldingBuilder,
): (name: string, value: number) => SymbolicTensor {
  return (name, value) => builder.constant(builder.freeName(name), filled(dtype, [], value));
}
