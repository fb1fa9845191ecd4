/** A tensor in the data type of another: https://onnx.ai/onnx/operators/onnx__CastLike.html */
import { VALUE_TYPES } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError } from "../onnxForm.js";
import { cast } from "./cast.js";

export const castLike = defineExpansion({
  operator: "CastLike",
  from: 15,
  inputs: ["x", "target"],
  build: ({ x, target: { type } }) => {
    const to = VALUE_TYPES.find((each) => each === type.dtype);
    if (to === undefined) throw new UnsupportedFormError({ operator: "CastLike", problem: `is to ${type.dtype}` });
    return cast({ to })(x);
  },
});
