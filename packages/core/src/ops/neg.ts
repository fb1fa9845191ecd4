/** The other sign: https://onnx.ai/onnx/operators/onnx__Neg.html */
import { layerOf } from "../defineLayer.js";
import { SIGNED_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwise, elementwiseCost, OF_ONE } from "./elementwise.js";

export const negOp = defineOp({
  ...OF_ONE,
  name: "neg",
  summary: "-x",
  types: { T: SIGNED_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, negate) }),
  gradient: { x: (g, { dy }) => g.neg(dy) },
  onnx: [plainForm("Neg", 6)],
  tfjs: { write: () => ({ op: "Neg" }) },
});

export const neg = layerOf(negOp, "neg()(x)");

function negate(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = -x[index]!;
}
