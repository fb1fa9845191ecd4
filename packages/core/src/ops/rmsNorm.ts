/** Norm by the root of the mean square, Zhang and Sennrich 2019 (arXiv 1910.07467): https://onnx.ai/onnx/operators/onnx__RMSNormalization.html */
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { add } from "./add.js";
import { cast } from "./cast.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { reduceMean } from "./reduceMean.js";
import { scalarsLike } from "./scalars.js";
import { sqrt } from "./sqrt.js";

const OPERATOR = "RMSNormalization";

/** ONNX's number of float32. */
const FLOAT = 1;

/** Computed in float32 and multiplied in the type of x, as ONNX says. */
export const rmsNorm = defineExpansion({
  operator: OPERATOR,
  from: 23,
  attributes: ["axis", "epsilon", "stash_type"],
  inputs: ["x", "scale"],
  build: ({ x, scale }, node, { builder }) => {
    const { dtype, shape } = x.type;
    if ((attributeOf(node, "stash_type", "int") ?? FLOAT) !== FLOAT || (dtype !== "float32" && dtype !== "float16"))
      throw new UnsupportedFormError({
        operator: OPERATOR,
        problem: `is of ${dtype}, or in another type than float32`,
      });
    const first = axisOf(attributeOf(node, "axis", "int") ?? -1, shape.length, OPERATOR);
    const axes = [...shape.keys()].slice(first);
    const wide = dtype === "float32" ? x : cast({ to: "float32" })(x);
    const least = scalarsLike(wide, builder)("epsilon", attributeOf(node, "epsilon", "float") ?? 1e-5);
    const normed = div()(wide, sqrt()(add()(reduceMean({ axes })(mul()(wide, wide)), least)));
    return mul()(dtype === "float32" ? normed : cast({ to: "float16" })(normed), scale);
  },
});
