/** A straight line held between 0 and 1: https://onnx.ai/onnx/operators/onnx__HardSigmoid.html */
import { DECOMPOSED } from "../absent.js";
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { attributeOf, float } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { add } from "./add.js";
import { clip } from "./clip.js";
import { OF_ONE, elementwiseCost, mapped } from "./elementwise.js";
import { mul } from "./mul.js";
import { scalarsLike } from "./scalars.js";

export const hardSigmoidOp = defineOp({
  ...OF_ONE,
  name: "hardSigmoid",
  summary: "alpha x + beta, which is held between 0 and 1",
  types: { T: FLOAT_TYPES },
  attributes: { alpha: withDefault(number(), 0.2), beta: withDefault(number(), 0.5) },
  fusion: "activation",
  // A product, a sum and two comparisons.
  countCost: (_, { y }) => elementwiseCost(4 * elementCount(y)),
  evaluate: ({ x }, { alpha, beta }) => ({
    y: mapped(x, (value) => Math.max(0, Math.min(1, alpha * value + beta))),
  }),
  gradient: { x: (g, { y, dy }, { alpha }) => g.where(g.and(g.greater(y, 0), g.less(y, 1)), g.mul(dy, alpha), 0) },
  onnx: [
    {
      operator: "HardSigmoid",
      from: 6,
      attributes: ["alpha", "beta"],
      write: ({ alpha, beta }) => ({ attributes: { alpha: float(alpha), beta: float(beta) } }),
      read: (node) => ({ alpha: attributeOf(node, "alpha", "float"), beta: attributeOf(node, "beta", "float") }),
    },
  ],
  tfjs: DECOMPOSED,
});

export const hardSigmoidDecomposition = defineDecomposition(hardSigmoidOp, ({ x }, { alpha, beta }, builder) => {
  const constant = scalarsLike(x, builder);
  const line = add()(mul()(x, constant("alpha", alpha)), constant("beta", beta));
  return { y: clip({ min: 0, max: 1 })(line) };
});

export const hardSigmoid = layerOf(hardSigmoidOp, "hardSigmoid()(x)");
