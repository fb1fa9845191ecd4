/** The inverse of the sine: https://onnx.ai/onnx/operators/onnx__Asin.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";

export const asinOp = defineOp({
  ...OF_ONE,
  name: "asin",
  summary: "what x is the sine of",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.asin) }),
  gradient: { x: (g, { x, dy }) => g.div(dy, g.sqrt(g.sub(1, g.mul(x, x)))) },
  onnx: [plainForm("Asin", 7)],
  tfjs: { write: () => ({ op: "Asin" }) },
});

export const asin = layerOf(asinOp, "asin()(x)");
