/** Whether something is infinite: https://onnx.ai/onnx/operators/onnx__IsInf.html */
import { DECOMPOSED } from "../absent.js";
import { flag } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { type FormOfTypes, type OnnxNode, attributeOf, formsByType, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { abs } from "./abs.js";
import { PREDICATE_OF_ONE, asked, elementwiseCost } from "./elementwise.js";
import { equal } from "./equal.js";
import { less } from "./less.js";
import { scalarsLike } from "./scalars.js";
import { NO_FLOATS } from "../gradient.js";

const attributes = { positive: withDefault(flag(), true), negative: withDefault(flag(), true) };

const IS_INF: FormOfTypes<"x", typeof attributes> = {
  operator: "IsInf",
  attributes: ["detect_positive", "detect_negative"],
  write: ({ positive, negative }) => ({
    attributes: { detect_positive: int(Number(positive)), detect_negative: int(Number(negative)) },
  }),
  read: (node) => ({ positive: isSet(node, "detect_positive"), negative: isSet(node, "detect_negative") }),
};

export const isInfOp = defineOp({
  ...PREDICATE_OF_ONE,
  name: "isInf",
  summary: "whether x is infinite, where `positive` above and where `negative` below zero",
  types: { T: FLOAT_TYPES },
  attributes,
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }, { positive, negative }) => ({
    y: asked(x, (value) => (value === Infinity && positive) || (value === -Infinity && negative)),
  }),
  gradient: NO_FLOATS,
  onnx: formsByType(IS_INF, [10, ["float32", "float64"]], [20, FLOAT_TYPES]),
  tfjs: { write: ({ positive, negative }) => (positive && negative ? { op: "IsInf" } : DECOMPOSED) },
});

/** Whether it is equal to what is infinite; nothing is less than itself. */
export const isInfDecomposition = defineDecomposition(isInfOp, ({ x }, { positive, negative }, builder) => {
  if (!positive && !negative) return { y: less()(x, x) };
  const infinite = scalarsLike(x, builder)("infinite", positive ? Infinity : -Infinity);
  return { y: equal()(positive && negative ? abs()(x) : x, infinite) };
});

export const isInf = layerOf(isInfOp, "isInf()(x)");

function isSet(node: OnnxNode, name: string): boolean {
  return (attributeOf(node, name, "int") ?? 1) !== 0;
}
