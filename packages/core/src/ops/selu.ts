/** Scaled exponential linear unit, Klambauer et al. 2017 (arXiv 1706.02515): https://onnx.ai/onnx/operators/onnx__Selu.html */
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
import { elu } from "./elu.js";
import { mul } from "./mul.js";
import { scalarsLike } from "./scalars.js";
import { THROUGH_PARTS } from "../gradient.js";

/** The paper's, in as many digits as float32 has. */
const ALPHA = 1.6732632;
const GAMMA = 1.050701;

export const seluOp = defineOp({
  ...OF_ONE,
  name: "selu",
  summary: "gamma x where x >= 0, gamma alpha (e^x - 1) elsewhere",
  types: { T: FLOAT_TYPES },
  attributes: { alpha: withDefault(number(), ALPHA), gamma: withDefault(number(), GAMMA) },
  fusion: "activation",
  // As elu, and a product.
  countCost: (_, { y }) => elementwiseCost(5 * elementCount(y)),
  evaluate: ({ x }, { alpha, gamma }) => ({
    y: mapped(x, (value) => gamma * (value < 0 ? alpha * Math.expm1(value) : value)),
  }),
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "Selu",
      from: 6,
      attributes: ["alpha", "gamma"],
      write: ({ alpha, gamma }) => ({ attributes: { alpha: float(alpha), gamma: float(gamma) } }),
      read: (node) => ({ alpha: attributeOf(node, "alpha", "float"), gamma: attributeOf(node, "gamma", "float") }),
    },
  ],
  tfjs: { write: ({ alpha, gamma }) => (alpha === ALPHA && gamma === GAMMA ? { op: "Selu" } : DECOMPOSED) },
});

export const seluDecomposition = defineDecomposition(seluOp, ({ x }, { alpha, gamma }, builder) => ({
  y: mul()(elu({ alpha })(x), scalarsLike(x, builder)("gamma", gamma)),
}));

export const selu = layerOf(seluOp, "selu()(x)");
