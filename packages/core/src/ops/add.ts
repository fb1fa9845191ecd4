/** Sum of two tensors, broadcast: https://onnx.ai/onnx/operators/onnx__Add.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES, NUMBER_TYPES } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";

export const addOp = defineOp({
  ...OF_TWO,
  name: "add",
  summary: "a + b, broadcast",
  types: { T: NUMBER_TYPES },
  attributes: {},
  fusion: "sum",
  channelMaps: (types) => channelMapsOfTwo(types, (number) => ({ offset: number })),
  // The authors' profiler counts an addition as one operation for each of its two inputs.
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, addElements) }),
  gradient: { a: (_, { dy }) => dy, b: (_, { dy }) => dy },
  onnx: plainForms("Add", [7, ARITHMETIC_TYPES], [14, NUMBER_TYPES]),
  tfjs: { write: () => ({ op: "AddV2" }) },
});

export const add = layerOfTwo(addOp, "add()(a, b)");

function addElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! + b[index]!;
}
