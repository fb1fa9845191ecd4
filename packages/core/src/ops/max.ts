/** The larger of two tensors element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Max.html */
import { layerOfTwo } from "../defineLayer.js";
import { FLOAT_TYPES, NUMBER_TYPES } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, elementwiseCost } from "./elementwise.js";
import { ofLarger } from "./comparedGradient.js";

export const maxOp = defineOp({
  ...OF_TWO,
  name: "max",
  summary: "the larger of a and b element by element, broadcast; what is no number where one is none",
  types: { T: NUMBER_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, takeLarger) }),
  gradient: {
    a: (g, { a, b, dy }) => ofLarger(g, { a, b, dy }),
    b: (g, { a, b, dy }) => ofLarger(g, { a: b, b: a, dy }),
  },
  onnx: plainForms("Max", [8, FLOAT_TYPES], [12, NUMBER_TYPES]),
  tfjs: { write: () => ({ op: "Maximum" }) },
});

export const max = layerOfTwo(maxOp, "max()(a, b)");

/** Of one tensor, or more than two; of any number where nothing is stretched yet, which opset 8 began. */
export const maxOfAll = defineExpansion({
  operator: "Max",
  from: 6,
  inputs: ["xs..."],
  build: ({ xs }, _, { opset }) => (xs.length === 2 && opset >= 8 ? undefined : xs.reduce((so, x) => max()(so, x))),
});

function takeLarger(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) {
    const value = a[index]!;
    y[index] = value > b[index]! || Number.isNaN(value) ? value : b[index]!;
  }
}
