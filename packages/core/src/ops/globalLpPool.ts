/** Length of each channel by a power p: https://onnx.ai/onnx/operators/onnx__GlobalLpPool.html */
import { defineExpansion } from "../onnxExpansion.js";
import { pooledType, spatialAxes } from "./globalPool.js";
import { lengthBy, powerOf } from "./lpNorm.js";
import { reduceSum } from "./reduceSum.js";

export const globalLpPool = defineExpansion({
  operator: "GlobalLpPool",
  from: 2,
  attributes: ["p"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const axes = spatialAxes(pooledType(x.type).shape);
    return lengthBy(powerOf(node, "GlobalLpPool"), x, builder, reduceSum({ axes }));
  },
});
