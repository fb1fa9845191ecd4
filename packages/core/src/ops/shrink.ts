/** What is near zero becomes zero, and all else moves towards it: https://onnx.ai/onnx/operators/onnx__Shrink.html */
import { isFloat } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { add } from "./add.js";
import { greater } from "./greater.js";
import { less } from "./less.js";
import { scalarsLike } from "./scalars.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

export const shrink = defineExpansion({
  operator: "Shrink",
  from: 9,
  attributes: ["bias", "lambd"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const { dtype } = x.type;
    if (!isFloat(dtype)) throw new UnsupportedFormError({ operator: "Shrink", problem: `is of ${dtype}` });
    const constant = scalarsLike(x, builder);
    const [limit, by] = [attributeOf(node, "lambd", "float") ?? 0.5, attributeOf(node, "bias", "float") ?? 0];
    const bias = constant("bias", by);
    const above = where()(greater()(x, constant("limit", limit)), sub()(x, bias), constant("zero", 0));
    return where()(less()(x, constant("lowest", -limit)), add()(x, bias), above);
  },
});
