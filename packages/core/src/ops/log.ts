/** The natural logarithm: https://onnx.ai/onnx/operators/onnx__Log.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const logOp = defineOp({
  ...OF_ONE,
  name: "log",
  summary: "the natural logarithm of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.log) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, x) },
  onnx: [plainForm("Log", 6)],
  tfjs: { write: () => ({ op: "Log" }) },
});

export const log = layerOf(logOp, "log()(x)");
