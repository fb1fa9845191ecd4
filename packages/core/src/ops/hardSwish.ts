/** Hard swish, Howard et al. 2019 (arXiv 1905.02244): https://onnx.ai/onnx/operators/onnx__HardSwish.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { add } from "./add.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { mul } from "./mul.js";
import { relu } from "./relu.js";
import { scalarsLike } from "./scalars.js";
import { sub } from "./sub.js";

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
  onnx: [plainForm("HardSwish", 14)],
  tfjs: DECOMPOSED,
});

/** Rectifiers hold it between 0 and 1: 1 - relu(1 - relu(x / 6 + 1 / 2)), which is exact at both ends. */
export const hardSwishDecomposition = defineDecomposition(hardSwishOp, ({ x }, _, builder) => {
  const constant = scalarsLike(x, builder);
  const one = constant("one", 1);
  const line = add()(mul()(x, constant("slope", 1 / 6)), constant("half", 1 / 2));
  const held = sub()(one, relu()(sub()(one, relu()(line))));
  return { y: mul()(x, held) };
});

export const hardSwish = layerOf(hardSwishOp, "hardSwish()(x)");

function swish(x: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) {
    const value = x[index]!;
    y[index] = value * Math.max(0, Math.min(1, value / 6 + 1 / 2));
  }
}
