/** The sine: https://onnx.ai/onnx/operators/onnx__Sin.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const sinOp = defineOp({
  ...OF_ONE,
  name: "sin",
  summary: "the sine of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.sin) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.cos(x)) },
  onnx: [plainForm("Sin", 7)],
  tfjs: { write: () => ({ op: "Sin" }) },
});

export const sin = layerOf(sinOp, "sin()(x)");
