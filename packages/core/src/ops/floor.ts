/** Down to a whole number: https://onnx.ai/onnx/operators/onnx__Floor.html */
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost, mapped, OF_ONE } from "./elementwise.js";
import { STEPS } from "../gradient.js";

export const floorOp = defineOp({
  ...OF_ONE,
  name: "floor",
  summary: "the largest whole number that is not above x",
  types: { T: FLOAT_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: mapped(x, Math.floor) }),
  gradient: STEPS,
  onnx: [plainForm("Floor", 6)],
  tfjs: { write: () => ({ op: "Floor" }) },
});

export const floor = layerOf(floorOp, "floor()(x)");
