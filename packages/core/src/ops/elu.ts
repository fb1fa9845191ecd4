/** Exponential linear unit, Clevert et al. 2015 (arXiv 1511.07289): https://onnx.ai/onnx/operators/onnx__Elu.html */
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
import { OF_ONE, elementwiseCost, mapped } from "./elementwise.js";
import { exp } from "./exp.js";
import { min } from "./min.js";
import { mul } from "./mul.js";
import { relu } from "./relu.js";
import { scalarsLike } from "./scalars.js";
import { sub } from "./sub.js";

export const eluOp = defineOp({
  ...OF_ONE,
  name: "elu",
  summary: "x where x >= 0, alpha (e^x - 1) elsewhere",
  types: { T: FLOAT_TYPES },
  attributes: { alpha: withDefault(number(), 1) },
  fusion: "activation",
  // A comparison, a power, a difference and a product.
  countCost: (_, { y }) => elementwiseCost(4 * elementCount(y)),
  evaluate: ({ x }, { alpha }) => ({ y: mapped(x, (value) => (value < 0 ? alpha * Math.expm1(value) : value)) }),
  gradient: { x: (g, { x, y, dy }, { alpha }) => g.where(g.greater(x, 0), dy, g.mul(dy, g.add(y, alpha))) },
  onnx: [
    {
      operator: "Elu",
      from: 6,
      attributes: ["alpha"],
      write: ({ alpha }) => ({ attributes: { alpha: float(alpha) } }),
      read: (node) => ({ alpha: attributeOf(node, "alpha", "float") }),
    },
  ],
  tfjs: { write: ({ alpha }) => (alpha === 1 ? { op: "Elu" } : DECOMPOSED) },
});

/** The part above zero, and the part below it. */
export const eluDecomposition = defineDecomposition(eluOp, ({ x }, { alpha }, builder) => {
  const constant = scalarsLike(x, builder);
  const below = min()(x, constant("zero", 0));
  const bent = sub()(exp()(below), constant("one", 1));
  return { y: add()(relu()(x), mul()(bent, constant("alpha", alpha))) };
});

export const elu = layerOf(eluOp, "elu()(x)");
