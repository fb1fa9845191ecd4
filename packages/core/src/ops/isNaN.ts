/** Whether something is no number: https://onnx.ai/onnx/operators/onnx__IsNaN.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { PREDICATE_OF_ONE, asked, elementwiseCost } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const isNaNOp = defineOp({
  ...PREDICATE_OF_ONE,
  name: "isNaN",
  summary: "whether x is no number",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: asked(x, Number.isNaN) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("IsNaN", 9)],
  tfjs: { write: () => ({ op: "IsNan" }) },
});

export const isNaN = layerOf(isNaNOp, "isNaN()(x)");
