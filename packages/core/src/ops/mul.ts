/** Product of two tensors element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Mul.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { broadcast, broadcastShape, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";

export const mulOp = defineOp({
  name: "mul",
  summary: "a x b element by element, broadcast",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes: {},
  axes: "kept",
  channelMaps: (types) => channelMapsOfTwo(types, (number) => ({ factor: number })),
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: broadcastShape(a.shape, b.shape) } }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, multiplyElements) }),
  onnx: [plainForm("Mul", 7)],
  tfjs: { write: () => ({ op: "Mul" }) },
});

export const mul = layerOfTwo(mulOp, "mul()(a, b)");

function multiplyElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  // Of the product of two integers the last 32 bits count, and a double may not have them.
  const isInt32 = (y as object) instanceof Int32Array;
  for (let index = 0; index < y.length; index += 1) {
    y[index] = isInt32 ? Math.imul(a[index]!, b[index]!) : a[index]! * b[index]!;
  }
}
