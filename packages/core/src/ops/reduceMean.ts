/** Means along axes: https://onnx.ai/onnx/operators/onnx__ReduceMean.html */
import { axisNumbers, flag, withDefault } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { type OnnxNode, attributeOf, constantOf, int, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type TensorType, elementCount, intTensor } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { identityOp } from "./identity.js";
import { meanOver } from "./mean.js";

export const reduceMeanOp = defineOp({
  name: "reduceMean",
  summary: "the mean over `axes`, which stay with one element each, or are left out; x where there are none",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: { axes: axisNumbers("x"), keepDims: withDefault(flag(), true) },
  axes: ({ axes, keepDims }, { shape }) => [...shape.keys()].filter((axis) => keepDims || !axes.includes(axis)),
  inferTypes: ({ x }, { axes, keepDims }) => {
    const sides = x.shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
    return { y: { dtype: x.dtype, shape: sides.filter((_, axis) => keepDims || !axes.includes(axis)) } };
  },
  // For each mean one addition less than it has elements, and a division.
  countCost: ({ x }) => elementwiseCost(elementCount(x)),
  evaluate: ({ x }, { axes }, { y }) => ({ y: meanOver(x, axes, y.shape) }),
  onnx: [
    {
      operator: "ReduceMean",
      from: 18,
      constants: ["axes?"],
      attributes: ["keepdims", "noop_with_empty_axes"],
      write: ({ axes, keepDims }) => {
        const keepdims = int(keepDims ? 1 : 0);
        if (axes.length === 0) return { attributes: { keepdims, noop_with_empty_axes: int(1) } };
        return { attributes: { keepdims }, constants: { axes: intTensor([axes.length], axes) } };
      },
      read: (node, { x }) => {
        const isNone = (attributeOf(node, "noop_with_empty_axes", "int") ?? 0) !== 0;
        return readMean(node, constantOf(node, "axes"), isNone ? [] : axesOf(x));
      },
    },
    {
      operator: "ReduceMean",
      from: 1,
      until: 17,
      attributes: ["axes", "keepdims"],
      write: ({ axes, keepDims }) =>
        axes.length === 0
          ? { absent: "before opset 18 no axes stand for all of them" }
          : { attributes: { axes: ints(...axes), keepdims: int(keepDims ? 1 : 0) } },
      read: (node, { x }) => readMean(node, attributeOf(node, "axes", "ints"), axesOf(x)),
    },
  ],
  tfjs: {
    write: ({ axes, keepDims }) => ({
      op: "Mean",
      attributes: { keep_dims: keepDims },
      constants: { reduction_indices: intTensor([axes.length], axes) },
    }),
  },
});

export const reduceMeanDecomposition = defineDecomposition(reduceMeanOp, ({ x }, { axes }, builder) =>
  axes.length === 0 ? builder.apply(identityOp, { x }, {}) : undefined,
);

export const reduceMean = layerOf(reduceMeanOp, "reduceMean({ axes: [2, 3] })(x)");

function axesOf({ shape }: TensorType): readonly number[] {
  return [...shape.keys()];
}

/** `unsaid` are the axes where none are named. */
function readMean(node: OnnxNode, named: readonly number[] | undefined, unsaid: readonly number[]) {
  const keepDims = (attributeOf(node, "keepdims", "int") ?? 1) !== 0;
  return { axes: named === undefined || named.length === 0 ? unsaid : named, keepDims };
}
