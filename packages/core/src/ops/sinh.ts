/** The hyperbolic sine: https://onnx.ai/onnx/operators/onnx__Sinh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const sinhOp = defineOp({
  ...OF_ONE,
  name: "sinh",
  summary: "the hyperbolic sine of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.sinh) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.cosh(x)) },
  onnx: [plainForm("Sinh", 9)],
  tfjs: { write: () => ({ op: "Sinh" }) },
});

export const sinh = layerOf(sinhOp, "sinh()(x)");
