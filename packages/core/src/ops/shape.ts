/** What is known of a tensor before it is computed: https://onnx.ai/onnx/operators/onnx__Shape.html and onnx__Size.html */
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf } from "../onnxForm.js";
import { elementCount, intTensor } from "../tensor.js";

export const shapeBefore15 = defineExpansion({
  operator: "Shape",
  from: 1,
  until: 14,
  inputs: ["x"],
  build: ({ x }, _, { builder }) => {
    const { shape } = x.type;
    return builder.constant(builder.freeName("sides"), intTensor([shape.length], shape));
  },
});

/** Of some axes; ends that lie outside are clamped, as those of Slice are. */
export const shape = defineExpansion({
  operator: "Shape",
  from: 15,
  attributes: ["start", "end"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const sides = x.type.shape.slice(attributeOf(node, "start", "int") ?? 0, attributeOf(node, "end", "int"));
    return builder.constant(builder.freeName("sides"), intTensor([sides.length], sides));
  },
});

export const size = defineExpansion({
  operator: "Size",
  from: 1,
  inputs: ["x"],
  build: ({ x }, _, { builder }) => builder.constant(builder.freeName("count"), intTensor([], [elementCount(x.type)])),
});
