/** The mean of each channel's pixels, Lin et al. 2013 (arXiv 1312.4400): https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { pooledType, spatialAxes } from "./globalPool.js";
import { meanOver } from "./mean.js";
import { reduceMean } from "./reduceMean.js";
import { THROUGH_PARTS } from "../gradient.js";

export const globalAveragePoolOp = defineOp({
  name: "globalAveragePool",
  summary:
    "the mean of each channel's pixels, as an image of one pixel; x may have more or fewer axes than two behind its channels",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "images",
  inferTypes: ({ x }) => ({ y: pooledType(x) }),
  // For each mean one addition less than it has pixels, and a division.
  countCost: ({ x }) => elementwiseCost(elementCount(x)),
  evaluate: ({ x }, _, { y }) => ({ y: meanOver(x, spatialAxes(x.shape), y.shape) }),
  gradient: THROUGH_PARTS,
  onnx: [plainForm("GlobalAveragePool", 1)],
  tfjs: DECOMPOSED,
});

export const globalAveragePoolDecomposition = defineDecomposition(globalAveragePoolOp, ({ x }) => ({
  y: reduceMean({ axes: spatialAxes(x.type.shape) })(x),
}));

export const globalAveragePool = layerOf(globalAveragePoolOp, "globalAveragePool()(x)");
