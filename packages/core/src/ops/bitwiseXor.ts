/** The bits that differ between two whole numbers: https://onnx.ai/onnx/operators/onnx__BitwiseXor.html */
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { BITS_OF_TWO } from "./bits.js";
import { broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const bitwiseXorOp = defineOp({
  ...BITS_OF_TWO,
  name: "bitwiseXor",
  summary: "the bits that one of a and b has and the other has not, broadcast",
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("BitwiseXor", 18)],
});

export const bitwiseXor = layerOfTwo(bitwiseXorOp, "bitwiseXor()(bits, shifts)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! ^ b[index]!;
}
