/** What is above a threshold, Konda et al. 2014 (arXiv 1402.3337): https://onnx.ai/onnx/operators/onnx__ThresholdedRelu.html */
import { DECOMPOSED } from "../absent.js";
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { attributeOf, float } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_ONE, elementwiseCost, mapped } from "./elementwise.js";
import { greater } from "./greater.js";
import { scalarsLike } from "./scalars.js";
import { where } from "./where.js";

export const thresholdedReluOp = defineOp({
  ...OF_ONE,
  name: "thresholdedRelu",
  summary: "x where x > alpha, 0 elsewhere",
  types: { T: FLOAT_TYPES },
  attributes: { alpha: withDefault(number(), 1) },
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }, { alpha }) => {
    const threshold = Math.fround(alpha);
    return { y: mapped(x, (value) => (value > threshold ? value : 0)) };
  },
  gradient: { x: (g, { x, dy }, { alpha }) => g.where(g.greater(x, alpha), dy, 0) },
  onnx: [
    {
      operator: "ThresholdedRelu",
      from: 10,
      attributes: ["alpha"],
      write: ({ alpha }) => ({ attributes: { alpha: float(alpha) } }),
      read: (node) => ({ alpha: attributeOf(node, "alpha", "float") }),
    },
  ],
  tfjs: DECOMPOSED,
});

export const thresholdedReluDecomposition = defineDecomposition(thresholdedReluOp, ({ x }, { alpha }, builder) => {
  const constant = scalarsLike(x, builder);
  return { y: where()(greater()(x, constant("alpha", alpha)), x, constant("zero", 0)) };
});

export const thresholdedRelu = layerOf(thresholdedReluOp, "thresholdedRelu()(x)");
