/** Product of two tensors element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Mul.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES, NUMBER_TYPES } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";
import { isOfInt32 } from "./wholeNumbers.js";

export const mulOp = defineOp({
  ...OF_TWO,
  name: "mul",
  summary: "a x b element by element, broadcast",
  types: { T: NUMBER_TYPES },
  attributes: {},
  channelMaps: (types) => channelMapsOfTwo(types, (number) => ({ factor: number })),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, multiplyElements) }),
  gradient: { a: (g, { b, dy }) => g.mul(dy, b), b: (g, { a, dy }) => g.mul(dy, a) },
  onnx: plainForms("Mul", [7, ARITHMETIC_TYPES], [14, NUMBER_TYPES]),
  tfjs: { write: () => ({ op: "Mul" }) },
});

export const mul = layerOfTwo(mulOp, "mul()(a, b)");

function multiplyElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  // Of the product of two integers the last 32 bits count, and a double may not have them.
  const isInt32 = isOfInt32(y);
  for (let index = 0; index < y.length; index += 1) {
    y[index] = isInt32 ? Math.imul(a[index]!, b[index]!) : a[index]! * b[index]!;
  }
}
