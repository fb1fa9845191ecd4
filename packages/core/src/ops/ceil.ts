/** Up to a whole number: https://onnx.ai/onnx/operators/onnx__Ceil.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { STEPS } from "../gradient.js";

export const ceilOp = defineOp({
  ...OF_ONE,
  name: "ceil",
  summary: "the smallest whole number that is not below x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.ceil) }),
  gradient: STEPS,
  onnx: [plainForm("Ceil", 6)],
  tfjs: { write: () => ({ op: "Ceil" }) },
});

export const ceil = layerOf(ceilOp, "ceil()(x)");
