/** Whether x does not hold: https://onnx.ai/onnx/operators/onnx__Not.html */
import { layerOf } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwise, elementwiseCost, OF_ONE } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const notOp = defineOp({
  ...OF_ONE,
  name: "not",
  summary: "whether x does not hold",
  types: { T: ["bool"] },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, invert) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("Not", 1)],
  tfjs: { write: () => ({ op: "LogicalNot" }) },
});

export const not = layerOf(notOp, "not()(mask)");

function invert(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = 1 - x[index]!;
}
