/** The tangent: https://onnx.ai/onnx/operators/onnx__Tan.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const tanOp = defineOp({
  ...OF_ONE,
  name: "tan",
  summary: "the tangent of x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.tan) }),
  gradient: { x: (g, { y, dy }) => g.mul(dy, g.add(g.mul(y, y), 1)) },
  onnx: [plainForm("Tan", 7)],
  tfjs: { write: () => ({ op: "Tan" }) },
});

export const tan = layerOf(tanOp, "tan()(x)");
