/** Mish, Misra 2019 (arXiv 1908.08681): https://onnx.ai/onnx/operators/onnx__Mish.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { mul } from "./mul.js";
import { softplus } from "./softplus.js";
import { tanh } from "./tanh.js";
import { THROUGH_PARTS } from "../gradient.js";

export const mishOp = defineOp({
  ...OF_ONE,
  name: "mish",
  summary: "x times the hyperbolic tangent of the softplus of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(5 * elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, mishOf) }),
  gradient: THROUGH_PARTS,
  onnx: [plainForm("Mish", 18)],
  tfjs: DECOMPOSED,
});

export const mishDecomposition = defineDecomposition(mishOp, ({ x }) => ({ y: mul()(x, tanh()(softplus()(x))) }));

export const mish = layerOf(mishOp, "mish()(x)");

function mishOf(value: number): number {
  return value * Math.tanh(Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value))));
}
