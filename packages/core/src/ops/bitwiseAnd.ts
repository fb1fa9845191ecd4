/** The bits that two whole numbers share: https://onnx.ai/onnx/operators/onnx__BitwiseAnd.html */
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { BITS_OF_TWO } from "./bits.js";
import { broadcast } from "./elementwise.js";
import { NO_FLOATS } from "../gradient.js";

export const bitwiseAndOp = defineOp({
  ...BITS_OF_TWO,
  name: "bitwiseAnd",
  summary: "the bits that both a and b have, broadcast",
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("BitwiseAnd", 18)],
});

export const bitwiseAnd = layerOfTwo(bitwiseAndOp, "bitwiseAnd()(bits, shifts)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! & b[index]!;
}
