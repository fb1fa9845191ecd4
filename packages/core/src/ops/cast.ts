/** Another data type for the same values: https://onnx.ai/onnx/operators/onnx__Cast.html */
import { oneOf } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { UnsupportedFormError, attributeOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { FLOAT_TYPES, type FloatType, elementCount } from "../tensor.js";

/** ONNX's numbers of the data types: https://onnx.ai/onnx/api/classes.html#tensorproto */
const DATA_TYPES: Readonly<Record<FloatType, number>> = { float32: 1, float16: 10 };

export const castOp = defineOp({
  name: "cast",
  summary: "x in the data type `to`; to float16 rounded to nearest even, and infinite where it is too large",
  inputs: ["x"],
  outputs: ["y"],
  attributes: { to: oneOf(...FLOAT_TYPES) },
  layout: "any",
  inferTypes: ({ x: { shape } }, { to }) => ({ y: { dtype: to, shape } }),
  countCost: (_, { y }) => ({ ...NO_COST, scalarOps: elementCount(y) }),
  // What remains is what the evaluator does to the result of every op.
  evaluate: ({ x }) => ({ y: x }),
  onnx: {
    type: "Cast",
    since: 9,
    attributes: ["to"],
    write: ({ to }) => ({ attributes: { to: int(DATA_TYPES[to]) } }),
    read: (form) => {
      const number = attributeOf(form, "to", "int");
      const to = FLOAT_TYPES.find((each) => DATA_TYPES[each] === number);
      if (to !== undefined) return { to };
      throw new UnsupportedFormError({ type: "Cast", problem: `is to data type ${number}, neither FLOAT nor FLOAT16` });
    },
  },
  tfjs: { absent: "tfjs computes in float32 only" },
});

export const cast = layerOf(castOp, 'cast({ to: "float16" })(x)');
