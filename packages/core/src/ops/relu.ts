/** Rectified linear unit: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";

export const reluOp = defineOp({
  ...OF_ONE,
  name: "relu",
  summary: "max(0, x)",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, rectify) }),
  onnx: [plainForm("Relu", 6)],
  tfjs: { write: () => ({ op: "Relu" }) },
});

export const relu = layerOf(reluOp, "relu()(x)");

function rectify(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = Math.max(0, x[index]!);
}
