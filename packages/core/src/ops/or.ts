/** Whether a or b holds, or both, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Or.html */
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const orOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "or",
  summary: "whether a or b holds, or both, broadcast",
  types: { T: ["bool"] },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("Or", 7)],
  tfjs: { write: () => ({ op: "LogicalOr" }) },
});

export const or = layerOfTwo(orOp, "or()(mask, other)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! | b[index]!;
}
