/** What rules about labels look for: the arg-max of floats, cast to the type that labels have. */
import type { NodeOf, Value } from "../graph.js";
import { isFloat } from "../dtypes.js";
import { isNodeOf } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import type { castOp } from "../ops/cast.js";
import type { Edit } from "./edit.js";

export interface CastArgMax {
  readonly argMax: NodeOf<typeof argMaxOp>;
  readonly x: Value;
  readonly axis: number;
}

/** The arg-max in front of a cast that alone reads it, the first of equals, its axis left out; nothing where there is no such. */
export function argMaxBefore(cast: NodeOf<typeof castOp>, edit: Edit): CastArgMax | undefined {
  const argMax = edit.producerOf(cast.inputs.x);
  if (argMax === undefined || !isNodeOf(argMax, argMaxOp) || !edit.isReadOnce(cast.inputs.x)) return undefined;
  const { axis, keepDims, last } = argMax.attributes;
  const { x } = argMax.inputs;
  return keepDims || last || !isFloat(x.type.dtype) ? undefined : { argMax, x, axis };
}
