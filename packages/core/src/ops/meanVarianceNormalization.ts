/** Values with a mean of 0 and a variance of 1 over some axes: https://onnx.ai/onnx/operators/onnx__MeanVarianceNormalization.html */
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf } from "../onnxForm.js";
import { filled } from "../tensor.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { reduceMean } from "./reduceMean.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/** What ONNX adds to a deviation. */
const EPSILON = 1e-9;

export const meanVarianceNormalization = defineExpansion({
  operator: "MeanVarianceNormalization",
  from: 9,
  attributes: ["axes"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const axes = attributeOf(node, "axes", "ints") ?? [0, 2, 3];
    const centered = sub()(x, reduceMean({ axes })(x));
    const deviation = sqrt()(reduceMean({ axes })(mul()(centered, centered)));
    const least = builder.constant(builder.freeName("epsilon"), filled(x.type.dtype, [], EPSILON));
    return div()(centered, add()(deviation, least));
  },
});
