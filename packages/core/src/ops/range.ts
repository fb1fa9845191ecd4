/** Numbers at equal distances, known before the graph runs: https://onnx.ai/onnx/operators/onnx__Range.html */
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, constantOf } from "../onnxForm.js";
import { castTensor } from "../tensor.js";

/** More are no positions, nor anything else that a network of today counts. */
const LONGEST = 1 << 20;

export const range = defineExpansion({
  operator: "Range",
  from: 11,
  constants: ["start", "limit", "delta"],
  inputs: [],
  build: (_, node, { builder }) => {
    const [start, limit, delta] = ["start", "limit", "delta"].map((name) => constantOf(node, name)?.[0]);
    const dtype = node.constants["start"]?.dtype;
    if (start === undefined || limit === undefined || delta === undefined || dtype === undefined || delta === 0)
      throw new UnsupportedFormError({
        operator: "Range",
        problem: "has a start, a limit or a distance that is no number",
      });
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    if (count > LONGEST) throw new UnsupportedFormError({ operator: "Range", problem: `has ${count} numbers` });
    const data = Float64Array.from({ length: count }, (__, index) => start + index * delta);
    return builder.constant(builder.freeName("numbers"), castTensor({ dtype: "float64", shape: [count], data }, dtype));
  },
});
