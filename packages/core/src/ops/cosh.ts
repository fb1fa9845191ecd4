/** The hyperbolic cosine: https://onnx.ai/onnx/operators/onnx__Cosh.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const coshOp = defineOp({
  ...OF_ONE,
  name: "cosh",
  summary: "the hyperbolic cosine of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.cosh) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.sinh(x)) },
  onnx: [plainForm("Cosh", 9)],
  tfjs: { write: () => ({ op: "Cosh" }) },
});

export const cosh = layerOf(coshOp, "cosh()(x)");
