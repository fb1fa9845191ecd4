/** The bits that either of two whole numbers has: https://onnx.ai/onnx/operators/onnx__BitwiseOr.html */
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { BITS_OF_TWO } from "./bits.js";
import { broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const bitwiseOrOp = defineOp({
  ...BITS_OF_TWO,
  name: "bitwiseOr",
  summary: "the bits that a or b has, broadcast",
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("BitwiseOr", 18)],
});

export const bitwiseOr = layerOfTwo(bitwiseOrOp, "bitwiseOr()(bits, shifts)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! | b[index]!;
}
