/** The logistic function: https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const sigmoidOp = defineOp({
  ...OF_ONE,
  name: "sigmoid",
  summary: "1 / (1 + e^-x)",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(3 * elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, logistic) }),
  gradient: { x: (g, { y, dy }) => g.mul(dy, g.mul(y, g.sub(1, y))) },
  onnx: [plainForm("Sigmoid", 6)],
  tfjs: { write: () => ({ op: "Sigmoid" }) },
});

export const sigmoid = layerOf(sigmoidOp, "sigmoid()(x)");

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
