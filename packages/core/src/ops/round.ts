/** To the nearest whole number: https://onnx.ai/onnx/operators/onnx__Round.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { nearestEven } from "./nearestEven.js";
import { STEPS } from "../gradient.js";

export const roundOp = defineOp({
  ...OF_ONE,
  name: "round",
  summary: "the nearest whole number, of two the even one",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, nearestEven) }),
  gradient: STEPS,
  onnx: [plainForm("Round", 11)],
  tfjs: { write: () => ({ op: "Round" }) },
});

export const round = layerOf(roundOp, "round()(x)");
