/** The exponential function: https://onnx.ai/onnx/operators/onnx__Exp.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const expOp = defineOp({
  ...OF_ONE,
  name: "exp",
  summary: "e^x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.exp) }),
  gradient: { x: (g, { y, dy }) => g.mul(dy, y) },
  onnx: [plainForm("Exp", 6)],
  tfjs: { write: () => ({ op: "Exp" }) },
});

export const exp = layerOf(expOp, "exp()(x)");
