/** Whether a is equal to b, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Equal.html */
import { layerOfTwo } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const equalOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "equal",
  summary: "whether a is equal to b, broadcast",
  types: { T: VALUE_TYPES },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, compare, "bool") }),
  gradient: NO_FLOATS,
  onnx: plainForms("Equal", [7, ["int32", "int64", "bool"]], [11, VALUE_TYPES]),
  tfjs: { write: () => ({ op: "Equal" }) },
});

export const equal = layerOfTwo(equalOp, "equal()(a, b)");

function compare(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = Number(a[index] === b[index]);
}
