/** The inverse of the tangent: https://onnx.ai/onnx/operators/onnx__Atan.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const atanOp = defineOp({
  ...OF_ONE,
  name: "atan",
  summary: "what x is the tangent of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.atan) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, g.add(g.mul(x, x), 1)) },
  onnx: [plainForm("Atan", 7)],
  tfjs: { write: () => ({ op: "Atan" }) },
});

export const atan = layerOf(atanOp, "atan()(x)");
