/** Exponential linear unit with a smooth bend, Barron 2017 (arXiv 1704.07483): https://onnx.ai/onnx/operators/onnx__Celu.html */
import { DECOMPOSED } from "../absent.js";
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type FormOfTypes, attributeOf, float, formsByType } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { OF_ONE, elementwiseCost, mapped } from "./elementwise.js";
import { elu } from "./elu.js";
import { min } from "./min.js";
import { mul } from "./mul.js";
import { relu } from "./relu.js";
import { scalarsLike } from "./scalars.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = { alpha: withDefault(number(), 1) };

const CELU: FormOfTypes<"x", typeof attributes> = {
  operator: "Celu",
  attributes: ["alpha"],
  write: ({ alpha }) => ({ attributes: { alpha: float(alpha) } }),
  read: (node) => ({ alpha: attributeOf(node, "alpha", "float") }),
};

export const celuOp = defineOp({
  ...OF_ONE,
  name: "celu",
  summary: "x where x >= 0, alpha (e^(x / alpha) - 1) elsewhere",
  types: { T: FLOAT_TYPES },
  attributes,
  fusion: "activation",
  inferTypes: ({ x }, { alpha }) => {
    if (alpha <= 0) throw new InvalidNodeError({ problem: `alpha must be above 0, not ${alpha}` });
    return { y: x };
  },
  // As elu, and a quotient.
  countCost: (_, { y }) => elementwiseCost(5 * elementCount(y)),
  evaluate: ({ x }, { alpha }) => ({
    y: mapped(x, (value) => (value < 0 ? alpha * Math.expm1(value / alpha) : value)),
  }),
  gradient: THROUGH_PARTS,
  onnx: formsByType(CELU, [12, ["float32"]]),
  tfjs: DECOMPOSED,
});

/** The part above zero, and the part below it. */
export const celuDecomposition = defineDecomposition(celuOp, ({ x }, { alpha }, builder) => {
  const constant = scalarsLike(x, builder);
  const scale = constant("alpha", alpha);
  const below = min()(x, constant("zero", 0));
  return { y: add()(relu()(x), mul()(elu()(div()(below, scale)), scale)) };
});

export const celu = layerOf(celuOp, "celu()(x)");
