/** One element for each index: https://onnx.ai/onnx/operators/onnx__GatherElements.html */
import { DECOMPOSED } from "../absent.js";
import { axisNumber } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf, axisOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Tensor, elementCount, zeros } from "../tensor.js";
import { checkElementIndices, flatPlaces } from "./elementIndices.js";
import { countedFromStart } from "./countedFromStart.js";
import { gather } from "./gather.js";
import { placesAlong } from "./places.js";
import { reshape } from "./reshape.js";

export const gatherElementsOp = defineOp({
  name: "gatherElements",
  summary:
    "for each of `indices`, which count from 0, the element of x that stands as it does, but along `axis`, where it stands as the index says",
  inputs: { x: "T", indices: "I" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES, I: ["int64", "int32"] },
  attributes: { axis: withDefault(axisNumber("x"), 0) },
  axes: "kept",
  inferTypes: ({ x, indices }, { axis }) => {
    checkElementIndices(indices.shape, x.shape, axis);
    return { y: { dtype: x.dtype, shape: indices.shape } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x, indices }, { axis }, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    const [from, to] = [x.data as Float32Array, y.data as Float32Array];
    placesAlong(indices, x.shape, axis).forEach((place, index) => {
      to[index] = from[place]!;
    });
    return { y };
  },
  gradient: {
    x: (g, { x, indices, dy }, { axis }) =>
      g.scatterElements(g.zeros(x.type), { indices, updates: dy, reduction: "add" }, axis),
  },
  onnx: [
    {
      operator: "GatherElements",
      from: 11,
      attributes: ["axis"],
      write: ({ axis }) => ({ attributes: { axis: int(axis) } }),
      read: (node) => ({ axis: attributeOf(node, "axis", "int") ?? 0 }),
    },
  ],
  tfjs: DECOMPOSED,
});

/** Elements of all of x in one row. */
export const gatherElementsDecomposition = defineDecomposition(
  gatherElementsOp,
  ({ x, indices }, { axis }, builder) => {
    const row = reshape({ shape: [elementCount(x.type)] })(x);
    return { y: gather({ axis: 0 })(row, flatPlaces(indices, { shape: x.type.shape, axis }, builder)) };
  },
);

export const gatherElementsFromEitherEnd = defineExpansion({
  operator: "GatherElements",
  from: 11,
  attributes: ["axis"],
  inputs: ["x", "indices"],
  build: ({ x, indices }, node, { builder }) => {
    const { shape } = x.type;
    const axis = axisOf(attributeOf(node, "axis", "int") ?? 0, shape.length, "GatherElements");
    const counted = countedFromStart(indices, [shape[axis]!], builder);
    return counted === indices ? undefined : gatherElements({ axis })(x, counted);
  },
});

export const gatherElements = defineLayer({
  name: "gatherElements",
  summary: gatherElementsOp.summary,
  attributes: gatherElementsOp.attributes,
  reads: ["x", "indices"],
  result: TENSOR,
  example: "gatherElements({ axis: 1 })(x, indices)",
  apply: ([x, indices]: readonly [x: SymbolicTensor, indices: SymbolicTensor], given) =>
    x.builder.apply(gatherElementsOp, { x, indices }, given).y,
});
