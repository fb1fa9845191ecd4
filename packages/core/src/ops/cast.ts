/** Another data type for the same values: https://onnx.ai/onnx/operators/onnx__Cast.html */
import { oneOf } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { DTYPES, VALUE_TYPES } from "../dtypes.js";
import { UnsupportedFormError, attributeOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { castTensor, elementCount } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";

export const castOp = defineOp({
  name: "cast",
  summary:
    "x in the data type `to`; to float16 rounded to nearest even and infinite where it is too large, to integers cut off, to bool whether it is not 0",
  inputs: { x: "T" },
  outputs: { y: "U" },
  types: { T: VALUE_TYPES, U: VALUE_TYPES },
  attributes: { to: oneOf(...VALUE_TYPES) },
  axes: "kept",
  category: "shape",
  handsOn: ({ x }, { to }) => (x.dtype === to ? "x" : undefined),
  keepsLargest: ({ x }, { to }) => (x.dtype === "float16" && to === "float32" ? "x" : undefined),
  inferTypes: ({ x: { shape } }, { to }) => ({ y: { dtype: to, shape } }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  // To float16 the evaluator rounds, as it does the result of every op.
  evaluate: ({ x }, { to }) => ({ y: to === "float16" ? castTensor(x, "float32") : castTensor(x, to) }),
  gradient: { x: (g, { x, dy }) => g.cast(dy, x.type.dtype) },
  onnx: [
    {
      operator: "Cast",
      from: 6,
      attributes: ["to"],
      write: ({ to }) => ({ attributes: { to: int(DTYPES[to].onnx) } }),
      read: (form) => {
        const number = attributeOf(form, "to", "int");
        const to = VALUE_TYPES.find((each) => DTYPES[each].onnx === number);
        if (to !== undefined) return { to };
        throw new UnsupportedFormError({
          operator: "Cast",
          problem: `is to data type ${number}, which is not supported`,
        });
      },
    },
  ],
  tfjs: { absent: "tfjs computes in float32 only" },
});

export const cast = layerOf(castOp, 'cast({ to: "float16" })(x)');
