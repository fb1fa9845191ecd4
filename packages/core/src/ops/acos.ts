/** The inverse of the cosine: https://onnx.ai/onnx/operators/onnx__Acos.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const acosOp = defineOp({
  ...OF_ONE,
  name: "acos",
  summary: "what x is the cosine of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.acos) }),
  gradient: { x: (g, { x, dy }) => g.neg(g.div(dy, g.sqrt(g.sub(1, g.mul(x, x))))) },
  onnx: [plainForm("Acos", 7)],
  tfjs: { write: () => ({ op: "Acos" }) },
});

export const acos = layerOf(acosOp, "acos()(x)");
