/** The inverse of the hyperbolic cosine: https://onnx.ai/onnx/operators/onnx__Acosh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const acoshOp = defineOp({
  ...OF_ONE,
  name: "acosh",
  summary: "what x is the hyperbolic cosine of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.acosh) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, g.sqrt(g.sub(g.mul(x, x), 1))) },
  onnx: [plainForm("Acosh", 9)],
  tfjs: { write: () => ({ op: "Acosh" }) },
});

export const acosh = layerOf(acoshOp, "acosh()(x)");
