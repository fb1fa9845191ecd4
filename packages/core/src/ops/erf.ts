/** The error function: https://onnx.ai/onnx/operators/onnx__Erf.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { errorFunction } from "./errorFunction.js";

export const erfOp = defineOp({
  ...OF_ONE,
  name: "erf",
  summary: "2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, errorFunction) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.mul(g.exp(g.neg(g.mul(x, x))), 2 / Math.sqrt(Math.PI))) },
  onnx: [plainForm("Erf", 9)],
  tfjs: { write: () => ({ op: "Erf" }) },
});

export const erf = layerOf(erfOp, "erf()(x)");
