/** Difference of two tensors, broadcast: https://onnx.ai/onnx/operators/onnx__Sub.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { broadcast, broadcastShape, elementwiseCost } from "./elementwise.js";

export const subOp = defineOp({
  name: "sub",
  summary: "a - b, broadcast",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes: {},
  axes: "kept",
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: broadcastShape(a.shape, b.shape) } }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, subtractElements) }),
  onnx: [plainForm("Sub", 7)],
  tfjs: { write: () => ({ op: "Sub" }) },
});

export const sub = layerOfTwo(subOp, "sub()(a, b)");

function subtractElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! - b[index]!;
}
