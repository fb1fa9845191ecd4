/** Whether a is less than or equal to b, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__LessOrEqual.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOfTwo } from "../defineLayer.js";
import { NUMBER_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { equal } from "./equal.js";
import { less } from "./less.js";
import { or } from "./or.js";
import { NO_FLOATS } from "../gradient.js";

export const lessOrEqualOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "lessOrEqual",
  summary: "whether a is less than or equal to b, broadcast",
  types: { T: NUMBER_TYPES },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, compare, "bool") }),
  gradient: NO_FLOATS,
  onnx: [plainForm("LessOrEqual", 12)],
  tfjs: { write: () => ({ op: "LessEqual" }) },
});

/** Opsets before 12 have it in two halves. */
export const lessOrEqualDecomposition = defineDecomposition(lessOrEqualOp, ({ a, b }) => ({
  y: or()(less()(a, b), equal()(a, b)),
}));

export const lessOrEqual = layerOfTwo(lessOrEqualOp, "lessOrEqual()(a, b)");

function compare(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = Number(a[index]! <= b[index]!);
}
