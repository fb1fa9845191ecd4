/** Sum of two tensors, broadcast: https://onnx.ai/onnx/operators/onnx__Add.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { broadcast, broadcastShape, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";

export const addOp = defineOp({
  name: "add",
  summary: "a + b, broadcast",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes: {},
  axes: "kept",
  fusion: "sum",
  channelMaps: (types) => channelMapsOfTwo(types, (number) => ({ offset: number })),
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: broadcastShape(a.shape, b.shape) } }),
  // The authors' profiler counts an addition as one operation for each of its two inputs.
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, addElements) }),
  onnx: [plainForm("Add", 7)],
  tfjs: { write: () => ({ op: "AddV2" }) },
});

export const add = layerOfTwo(addOp, "add()(a, b)");

function addElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! + b[index]!;
}
