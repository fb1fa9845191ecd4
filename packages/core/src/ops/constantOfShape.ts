/** One value everywhere: https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html */
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, constantOf } from "../onnxForm.js";
import { elementCount, floatTensor } from "../tensor.js";
import { expand } from "./expand.js";

export const constantOfShape = defineExpansion({
  operator: "ConstantOfShape",
  from: 9,
  attributes: ["value"],
  constants: ["shape"],
  inputs: [],
  build: (_, node, { builder }) => {
    const value = attributeOf(node, "value", "tensor") ?? floatTensor([1]);
    if (elementCount(value) !== 1)
      throw new UnsupportedFormError({ operator: "ConstantOfShape", problem: "has more than one value" });
    const one = builder.constant(builder.freeName("value"), { ...value, shape: [] });
    return expand({ shape: constantOf(node, "shape") ?? [] })(one);
  },
});
