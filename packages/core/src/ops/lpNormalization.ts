/** Vectors of length 1 along an axis, or of 0 where they are: https://onnx.ai/onnx/operators/onnx__LpNormalization.html */
import { isFloat } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { filled } from "../tensor.js";
import { div } from "./div.js";
import { lengthBy, powerOf } from "./lpNorm.js";
import { max } from "./max.js";
import { reduceSum } from "./reduceSum.js";

/** The smallest length, by which 0 may be divided: float16 has none smaller. */
const LEAST = { float32: 2 ** -126, float16: 2 ** -24, float64: 2 ** -1022 };

export const lpNormalization = defineExpansion({
  operator: "LpNormalization",
  from: 1,
  attributes: ["axis", "p"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const { dtype, shape } = x.type;
    const p = powerOf(node, "LpNormalization");
    if (p > 2 || !isFloat(dtype)) {
      throw new UnsupportedFormError({ operator: "LpNormalization", problem: `of ${dtype} has the power ${p}` });
    }
    const axes = axisOf(attributeOf(node, "axis", "int") ?? -1, shape.length, "LpNormalization");
    const length = lengthBy(p, x, builder, reduceSum({ axes }));
    return div()(x, max()(length, builder.constant(builder.freeName("least"), filled(dtype, [], LEAST[dtype]))));
  },
});
