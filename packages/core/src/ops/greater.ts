/** Whether a is greater than b, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Greater.html */
import { layerOfTwo } from "../defineLayer.js";
import { FLOAT_TYPES, NUMBER_TYPES } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const greaterOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "greater",
  summary: "whether a is greater than b, broadcast",
  types: { T: NUMBER_TYPES },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, compare, "bool") }),
  gradient: NO_FLOATS,
  onnx: plainForms("Greater", [7, FLOAT_TYPES], [9, NUMBER_TYPES]),
  tfjs: { write: () => ({ op: "Greater" }) },
});

export const greater = layerOfTwo(greaterOp, "greater()(a, b)");

function compare(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = Number(a[index]! > b[index]!);
}
