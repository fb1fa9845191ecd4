/** Which side of zero: https://onnx.ai/onnx/operators/onnx__Sign.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwise, elementwiseCost } from "./elementwise.js";

export const signOp = defineOp({
  name: "sign",
  summary: "-1, 0 or 1, as x is below, at or above 0",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: [...FLOAT_TYPES, "int8", "int32"] },
  attributes: {},
  axes: "kept",
  inferTypes: ({ x }) => ({ y: x }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, takeSigns) }),
  onnx: [plainForm("Sign", 9)],
  tfjs: { write: () => ({ op: "Sign" }) },
});

export const sign = layerOf(signOp, "sign()(x)");

function takeSigns(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = Math.sign(x[index]!);
}
