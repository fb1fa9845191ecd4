/** Indices of ONNX may count from the end, where they are negative. Those of ops here count from the start. */
import type { SymbolicTensor } from "../builder.js";
import { InvalidNodeError } from "../errors.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { castTensor, elementCount, intTensor } from "../tensor.js";
import { mod } from "./mod.js";
import { numbersIn, placeOf } from "./places.js";

/** More are turned by a node, which is computed beforehand where that is worth it. */
const MOST_INDICES = 1 << 20;

/**
 * The indices from the start of sides of such lengths: one for all of them, or one for each along their last axis. Those that count so
 * already, and are known, are answered as they are; known ones that point nowhere are an error.
 */
export function countedFromStart(
  indices: SymbolicTensor,
  sides: readonly number[],
  builder: FoldingBuilder,
): SymbolicTensor {
  const { shape, dtype } = indices.type;
  if (dtype !== "int32" && dtype !== "int64") throw new InvalidNodeError({ problem: `indices cannot be ${dtype}` });
  const known = builder.known(indices);
  if (known === undefined || elementCount(known) > MOST_INDICES) {
    const lengths = castTensor(intTensor(sides.length === 1 ? [] : [sides.length], sides), dtype);
    return mod()(indices, builder.constant(builder.freeName("sides"), lengths));
  }
  const given = numbersIn(known.read());
  const places = Array.from(given, (index, at) => {
    const side = sides[at % sides.length]!;
    return placeOf(index < 0 ? index + side : index, side);
  });
  if (given.every((index) => index >= 0)) return indices;
  return builder.constant(builder.freeName("indices"), castTensor(intTensor(shape, places), dtype));
}
