/** The largest of each channel's pixels: https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { pooledType, spatialAxes } from "./globalPool.js";
import { reduceMax, reduceMaxOp } from "./reduceMax.js";
import { THROUGH_PARTS } from "../gradient.js";

export const globalMaxPoolOp = defineOp({
  name: "globalMaxPool",
  summary:
    "the largest of each channel's pixels, as an image of one pixel; x may have more or fewer axes than two behind its channels",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "images",
  inferTypes: ({ x }) => ({ y: pooledType(x) }),
  countCost: ({ x }) => elementwiseCost(elementCount(x)),
  evaluate: ({ x }, _, types) => reduceMaxOp.evaluate({ x }, { axes: spatialAxes(x.shape), keepDims: true }, types),
  gradient: THROUGH_PARTS,
  onnx: [plainForm("GlobalMaxPool", 1)],
  tfjs: DECOMPOSED,
});

export const globalMaxPoolDecomposition = defineDecomposition(globalMaxPoolOp, ({ x }) => ({
  y: reduceMax({ axes: spatialAxes(x.type.shape) })(x),
}));

export const globalMaxPool = layerOf(globalMaxPoolOp, "globalMaxPool()(x)");
