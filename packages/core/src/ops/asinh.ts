/** The inverse of the hyperbolic sine: https://onnx.ai/onnx/operators/onnx__Asinh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const asinhOp = defineOp({
  ...OF_ONE,
  name: "asinh",
  summary: "what x is the hyperbolic sine of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.asinh) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, g.sqrt(g.add(g.mul(x, x), 1))) },
  onnx: [plainForm("Asinh", 9)],
  tfjs: { write: () => ({ op: "Asinh" }) },
});

export const asinh = layerOf(asinhOp, "asinh()(x)");
