/** Rectified linear unit: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES, SIGNED_TYPES, isFloat } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { isOfInt64 } from "./wholeNumbers.js";

export const reluOp = defineOp({
  ...OF_ONE,
  name: "relu",
  summary: "max(0, x)",
  types: { T: SIGNED_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, rectify) }),
  // A product: runtimes are slow at a choice.
  gradient: { x: (g, { y, dy }) => g.mul(dy, g.cast(g.greater(y, 0), y.type.dtype)) },
  onnx: plainForms("Relu", [6, FLOAT_TYPES], [14, SIGNED_TYPES]),
  tfjs: { write: (_, { x }) => (isFloat(x.dtype) ? { op: "Relu" } : { absent: "tfjs rectifies floats alone" }) },
});

export const relu = layerOf(reluOp, "relu()(x)");

function rectify(x: Float32Array, y: Float32Array): void {
  // Math has nothing for 64-bit integers; what is not written is 0.
  if (isOfInt64(y)) {
    for (let index = 0; index < y.length; index += 1) if (x[index]! > 0) y[index] = x[index]!;
    return;
  }
  for (let index = 0; index < y.length; index += 1) y[index] = Math.max(0, x[index]!);
}
