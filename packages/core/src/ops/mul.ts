/** Product of two tensors element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Mul.html */
import { layerOfTwo } from "../defineLayer.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { broadcast, broadcastShape, elementwiseCost } from "./elementwise.js";

export const mulOp = defineOp({
  name: "mul",
  summary: "a x b element by element, broadcast",
  inputs: ["a", "b"],
  outputs: ["y"],
  attributes: {},
  layout: "any",
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: broadcastShape(a.shape, b.shape) } }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, multiplyElements) }),
  onnx: { type: "Mul", since: 7, attributes: [], write: () => ({}), read: () => ({}) },
  tfjs: { write: () => ({ op: "Mul" }) },
});

export const mul = layerOfTwo(mulOp, "mul()(a, b)");

function multiplyElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! * b[index]!;
}
