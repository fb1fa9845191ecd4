/** One over each element: https://onnx.ai/onnx/operators/onnx__Reciprocal.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwise, elementwiseCost, OF_ONE } from "./elementwise.js";

export const reciprocalOp = defineOp({
  ...OF_ONE,
  name: "reciprocal",
  summary: "1 / x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, invert) }),
  gradient: { x: (g, { y, dy }) => g.neg(g.mul(dy, g.mul(y, y))) },
  onnx: [plainForm("Reciprocal", 6)],
  tfjs: { write: () => ({ op: "Reciprocal" }) },
});

export const reciprocal = layerOf(reciprocalOp, "reciprocal()(x)");

function invert(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = 1 / x[index]!;
}
