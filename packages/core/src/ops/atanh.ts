/** The inverse of the hyperbolic tangent: https://onnx.ai/onnx/operators/onnx__Atanh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const atanhOp = defineOp({
  ...OF_ONE,
  name: "atanh",
  summary: "what x is the hyperbolic tangent of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.atanh) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, g.sub(1, g.mul(x, x))) },
  onnx: [plainForm("Atanh", 9)],
  tfjs: { write: () => ({ op: "Atanh" }) },
});

export const atanh = layerOf(atanhOp, "atanh()(x)");
