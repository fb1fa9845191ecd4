/** Swish, Ramachandran et al. 2017 (arXiv 1710.05941), as a product: https://onnx.ai/onnx/operators/onnx__Swish.html */
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf } from "../onnxForm.js";
import { mul } from "./mul.js";
import { scalarsLike } from "./scalars.js";
import { sigmoid } from "./sigmoid.js";

export const swish = defineExpansion({
  operator: "Swish",
  from: 24,
  attributes: ["alpha"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const alpha = attributeOf(node, "alpha", "float") ?? 1;
    return mul()(x, sigmoid()(alpha === 1 ? x : mul()(x, scalarsLike(x, builder)("alpha", alpha))));
  },
});
