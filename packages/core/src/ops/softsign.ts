/** A slow way from -1 to 1: https://onnx.ai/onnx/operators/onnx__Softsign.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { scalarsLike } from "./scalars.js";
import { THROUGH_PARTS } from "../gradient.js";

export const softsignOp = defineOp({
  ...OF_ONE,
  name: "softsign",
  summary: "x / (1 + |x|)",
  types: { T: FLOAT_TYPES },
  attributes: {},
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(3 * elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, squashed) }),
  gradient: THROUGH_PARTS,
  onnx: [plainForm("Softsign", 1)],
  tfjs: DECOMPOSED,
});

export const softsignDecomposition = defineDecomposition(softsignOp, ({ x }, _, builder) => ({
  y: div()(x, add()(abs()(x), scalarsLike(x, builder)("one", 1))),
}));

export const softsign = layerOf(softsignOp, "softsign()(x)");

function squashed(value: number): number {
  return value / (1 + Math.abs(value));
}
