/** The square root: https://onnx.ai/onnx/operators/onnx__Sqrt.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const sqrtOp = defineOp({
  ...OF_ONE,
  name: "sqrt",
  summary: "the square root of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.sqrt) }),
  gradient: { x: (g, { y, dy }) => g.div(dy, g.mul(y, 2)) },
  onnx: [plainForm("Sqrt", 6)],
  tfjs: { write: () => ({ op: "Sqrt" }) },
});

export const sqrt = layerOf(sqrtOp, "sqrt()(x)");
