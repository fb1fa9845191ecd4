/** Hard swish, Howard et al. 2019 (arXiv 1905.02244): https://onnx.ai/onnx/operators/onnx__HardSwish.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { hardSigmoid } from "./hardSigmoid.js";
import { mul } from "./mul.js";
import { THROUGH_PARTS } from "../gradient.js";

export const hardSwishOp = defineOp({
  ...OF_ONE,
  name: "hardSwish",
  summary: "x times x / 6 + 1 / 2, which is held between 0 and 1",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  // Two products, a sum and two comparisons.
  countCost: (_, { y }) => elementwiseCost(5 * elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, swish) }),
  gradient: THROUGH_PARTS,
  onnx: [plainForm("HardSwish", 14)],
  tfjs: DECOMPOSED,
});

export const hardSwishDecomposition = defineDecomposition(hardSwishOp, ({ x }) => ({
  y: mul()(x, hardSigmoid({ alpha: 1 / 6, beta: 1 / 2 })(x)),
}));

export const hardSwish = layerOf(hardSwishOp, "hardSwish()(x)");

function swish(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) {
    const value = x[index]!;
    y[index] = value * Math.max(0, Math.min(1, value / 6 + 1 / 2));
  }
}
