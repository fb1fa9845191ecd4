/** Whether a and b both hold, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__And.html */
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const andOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "and",
  summary: "whether a and b both hold, broadcast",
  types: { T: ["bool"] },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("And", 7)],
  tfjs: { write: () => ({ op: "LogicalAnd" }) },
});

export const and = layerOfTwo(andOp, "and()(mask, other)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! & b[index]!;
}
