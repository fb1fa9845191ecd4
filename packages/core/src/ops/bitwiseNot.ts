/** Each bit of a whole number turned: https://onnx.ai/onnx/operators/onnx__BitwiseNot.html */
import { layerOf } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { BITS_OF_TWO, WHOLE_TYPES } from "./bits.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const bitwiseNotOp = defineOp({
  ...OF_ONE,
  name: "bitwiseNot",
  summary: "the bits that x has not",
  types: { T: WHOLE_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, invert) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("BitwiseNot", 18)],
  tfjs: BITS_OF_TWO.tfjs,
});

export const bitwiseNot = layerOf(bitwiseNotOp, "bitwiseNot()(bits)");

function invert(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = ~x[index]!;
}
