/** Difference of two tensors, broadcast: https://onnx.ai/onnx/operators/onnx__Sub.html */
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES, NUMBER_TYPES } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, channelMapsOfTwo, elementwiseCost } from "./elementwise.js";

export const subOp = defineOp({
  ...OF_TWO,
  name: "sub",
  summary: "a - b, broadcast",
  types: { T: NUMBER_TYPES },
  attributes: {},
  channelMaps: (types) =>
    channelMapsOfTwo(types, (number) => ({ offset: number })).map(({ input, offset }) =>
      input === "a"
        ? { input, offset: (operands, channel) => -offset!(operands, channel) }
        : { input, factor: () => -1, offset: offset! },
    ),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, subtractElements) }),
  gradient: { a: (_, { dy }) => dy, b: (g, { b, dy }) => g.neg(g.fitted(dy, b.type.shape)) },
  onnx: plainForms("Sub", [7, ARITHMETIC_TYPES], [14, NUMBER_TYPES]),
  tfjs: { write: () => ({ op: "Sub" }) },
});

export const sub = layerOfTwo(subOp, "sub()(a, b)");

function subtractElements(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! - b[index]!;
}
