/** The cosine: https://onnx.ai/onnx/operators/onnx__Cos.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const cosOp = defineOp({
  ...OF_ONE,
  name: "cos",
  summary: "the cosine of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.cos) }),
  gradient: { x: (g, { x, dy }) => g.neg(g.mul(dy, g.sin(x))) },
  onnx: [plainForm("Cos", 7)],
  tfjs: { write: () => ({ op: "Cos" }) },
});

export const cos = layerOf(cosOp, "cos()(x)");
