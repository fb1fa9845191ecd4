/** A smooth rectifier: https://onnx.ai/onnx/operators/onnx__Softplus.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const softplusOp = defineOp({
  ...OF_ONE,
  name: "softplus",
  summary: "the natural logarithm of 1 + e^x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(3 * elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, smoothRectified) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.sigmoid(x)) },
  onnx: [plainForm("Softplus", 1)],
  tfjs: { write: () => ({ op: "Softplus" }) },
});

export const softplus = layerOf(softplusOp, "softplus()(x)");

/** Never e to the power of a large number. */
function smoothRectified(value: number): number {
  return Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value)));
}
