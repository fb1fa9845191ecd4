/** Casts of casts, where the first loses nothing: one cast says the same, or none. */
import { type DType, NUMBER_TYPES } from "../dtypes.js";
import { isNodeOf } from "../graph.js";
import { castOp } from "../ops/cast.js";
import { rewriteByRules, rule } from "./rules.js";

/** Types of the same kind that have every value of a type. */
const WIDER: Partial<Readonly<Record<DType, readonly DType[]>>> = {
  float16: ["float32", "float64"],
  float32: ["float64"],
  int8: ["int16", "int32", "int64"],
  uint8: ["int16", "int32", "int64", "uint16", "uint32", "uint64"],
  int16: ["int32", "int64"],
  uint16: ["int32", "int64", "uint32", "uint64"],
  int32: ["int64"],
  uint32: ["int64", "uint64"],
};

/** Types of another kind that do: from them the way back alone is the same, since only there nothing is cut off. */
const HOLDING: Partial<Readonly<Record<DType, readonly DType[]>>> = {
  int8: ["float32", "float64"],
  uint8: ["float32", "float64"],
  int16: ["float32", "float64"],
  uint16: ["float32", "float64"],
  int32: ["float64"],
  uint32: ["float64"],
  bool: NUMBER_TYPES,
};

const join = rule(castOp, (cast, edit) => {
  const inner = edit.producerOf(cast.inputs.x);
  if (inner === undefined || !isNodeOf(inner, castOp)) return;
  const { x } = inner.inputs;
  const { dtype } = x.type;
  const [{ to: between }, { to }] = [inner.attributes, cast.attributes];
  const isWider = WIDER[dtype]?.includes(between) === true;
  if (to === dtype && (isWider || HOLDING[dtype]?.includes(between) === true)) edit.bypass(cast, { y: x });
  else if (isWider) edit.replace(cast, { ...cast, inputs: { x } });
});

export const joinCasts = rewriteByRules(
  { name: "joinCasts", summary: "makes one cast, or none, of two of which the first loses nothing" },
  [join],
);
