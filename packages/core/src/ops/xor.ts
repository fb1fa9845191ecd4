/** Whether one of a and b holds, but not both, element by element, broadcast: https://onnx.ai/onnx/operators/onnx__Xor.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOfTwo } from "../defineLayer.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { and } from "./and.js";
import { PREDICATE_OF_TWO, broadcast } from "./elementwise.js";
import { not } from "./not.js";
import { or } from "./or.js";
import { NO_FLOATS } from "../gradient.js";

export const xorOp = defineOp({
  ...PREDICATE_OF_TWO,
  name: "xor",
  summary: "whether one of a and b holds, but not both, broadcast",
  types: { T: ["bool"] },
  attributes: {},
  evaluate: ({ a, b }) => ({ y: broadcast(a, b, combine) }),
  gradient: NO_FLOATS,
  onnx: [plainForm("Xor", 7)],
  tfjs: DECOMPOSED,
});

export const xorDecomposition = defineDecomposition(xorOp, ({ a, b }) => ({
  y: and()(or()(a, b), not()(and()(a, b))),
}));

export const xor = layerOfTwo(xorOp, "xor()(mask, other)");

function combine(a: Float32Array, b: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = a[index]! ^ b[index]!;
}
