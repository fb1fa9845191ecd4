/** Which side of zero: https://onnx.ai/onnx/operators/onnx__Sign.html */
import { layerOf } from "../defineLayer.js";
import { NUMBER_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { isOfInt64 } from "./wholeNumbers.js";
import { STEPS } from "../gradient.js";

export const signOp = defineOp({
  ...OF_ONE,
  name: "sign",
  summary: "-1, 0 or 1, as x is below, at or above 0",
  types: { T: NUMBER_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, takeSigns) }),
  gradient: STEPS,
  onnx: [plainForm("Sign", 9)],
  tfjs: { write: () => ({ op: "Sign" }) },
});

export const sign = layerOf(signOp, "sign()(x)");

function takeSigns(x: Float32Array, y: Float32Array): void {
  // Math has nothing for 64-bit integers.
  const signs = (isOfInt64(y) ? [-1n, 0n, 1n] : [-1, 0, 1]) as readonly number[];
  for (let index = 0; index < y.length; index += 1) {
    const value = x[index]!;
    y[index] = Number.isNaN(value) ? value : signs[1 + Number(value > 0) - Number(value < 0)]!;
  }
}
