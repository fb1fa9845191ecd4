/** The hyperbolic tangent: https://onnx.ai/onnx/operators/onnx__Tanh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const tanhOp = defineOp({
  ...OF_ONE,
  name: "tanh",
  summary: "the hyperbolic tangent of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.tanh) }),
  gradient: { x: (g, { y, dy }) => g.mul(dy, g.sub(1, g.mul(y, y))) },
  onnx: [plainForm("Tanh", 6)],
  tfjs: { write: () => ({ op: "Tanh" }) },
});

export const tanh = layerOf(tanhOp, "tanh()(x)");
