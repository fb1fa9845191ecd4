/** Quotient of two tensors, broadcast: https://onnx.ai/onnx/operators/onnx__Div.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES, NUMBER_TYPES, isFloat } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";
import { isOfInt64 } from "./wholeNumbers.js";

export const divOp = defineOp({
  ...OF_TWO,
  name: "div",
  summary: "a / b, broadcast; of integers cut off behind the point",
  types: { T: NUMBER_TYPES },
  attributes: {},
  channelMaps: (types) =>
    channelMapsOfTwo(types, (number) => ({ factor: (...place) => 1 / number(...place) })).filter(
      ({ input }) => input === "a",
    ),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, divideElements) }),
  gradient: { a: (g, { b, dy }) => g.div(dy, b), b: (g, { b, y, dy }) => g.neg(g.div(g.mul(dy, y), b)) },
  onnx: plainForms("Div", [7, ARITHMETIC_TYPES], [14, NUMBER_TYPES]),
  tfjs: {
    write: (_, { a }) => (isFloat(a.dtype) ? { op: "RealDiv" } : { absent: "tfjs rounds quotients of integers down" }),
  },
});

export const div = layerOfTwo(divOp, "div()(a, b)");

function divideElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  // Of 64-bit integers JavaScript refuses to divide by 0, which ONNX leaves open.
  const isLong = isOfInt64(y);
  for (let index = 0; index < y.length; index += 1) {
    if (isLong && !b[index]) continue;
    y[index] = a[index]! / b[index]!;
  }
}
