/** Elements or parts of a tensor by tuples of indices: https://onnx.ai/onnx/operators/onnx__GatherND.html */
import { type Absent, DECOMPOSED } from "../absent.js";
import { integer } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Shape, type Tensor, intTensor, sameShape, zeros } from "../tensor.js";
import { concat } from "./concat.js";
import { countedFromStart } from "./countedFromStart.js";
import { expand } from "./expand.js";
import { putAtTuples } from "./indexedGradient.js";
import { placesOfTuples } from "./places.js";

const FORM = { operator: "GatherND", read: readBatchDims } as const;

export const gatherNDOp = defineOp({
  name: "gatherND",
  summary:
    "what stands in x at each tuple of indices, which count from 0, along the last axis of `indices`; the first `batchDims` axes are the same of both",
  inputs: { x: "T", indices: "int64" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES },
  attributes: { batchDims: withDefault(integer(0), 0) },
  axes: "opaque",
  inferTypes: ({ x, indices }, { batchDims }) => ({
    y: { dtype: x.dtype, shape: gatheredShape(x.shape, indices.shape, batchDims) },
  }),
  countCost: () => NO_COST,
  evaluate: ({ x, indices }, { batchDims }, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    const [from, to] = [x.data as Float32Array, y.data as Float32Array];
    const { places, length } = placesOfTuples(indices, x.shape, batchDims);
    places.forEach((place, tuple) => to.set(from.subarray(place, place + length), tuple * length));
    return { y };
  },
  gradient: { x: (g, { x, indices, dy }, { batchDims }) => putAtTuples(g, { x, indices, dy }, batchDims) },
  onnx: [
    {
      ...FORM,
      from: 12,
      attributes: ["batch_dims"],
      write: ({ batchDims }) => ({ attributes: { batch_dims: int(batchDims) } }),
    },
    {
      ...FORM,
      from: 11,
      until: 11,
      write: ({ batchDims }): Partial<OnnxNode> | Absent =>
        batchDims === 0 ? {} : { absent: "before opset 12 it has no batch_dims" },
    },
  ],
  tfjs: { write: ({ batchDims }) => (batchDims === 0 ? { op: "GatherNd" } : DECOMPOSED) },
});

/** Where each stands along the first axes is a number in front of its tuple. */
export const gatherNDDecomposition = defineDecomposition(gatherNDOp, ({ x, indices }, { batchDims }, builder) => {
  if (batchDims === 0) return undefined;
  const { shape } = indices.type;
  const last = shape.length - 1;
  const columns = shape.slice(0, batchDims).map((side, axis) => {
    const numbers = intTensor(
      shape.map((_, each) => (each === axis ? side : 1)),
      [...Array.from({ length: side }).keys()],
    );
    return expand({ shape: shape.with(last, 1) })(builder.constant(builder.freeName("numbers"), numbers));
  });
  return { y: gatherND()(x, concat({ axis: last })(...(columns as [SymbolicTensor]), indices)) };
});

export const gatherNDFromEitherEnd = defineExpansion({
  operator: "GatherND",
  from: 11,
  attributes: ["batch_dims"],
  inputs: ["x", "indices"],
  build: ({ x, indices }, node, { builder }) => {
    const { batchDims } = readBatchDims(node);
    const [sides, given] = [x.type.shape, indices.type.shape];
    gatheredShape(sides, given, batchDims);
    const counted = countedFromStart(indices, sides.slice(batchDims, batchDims + given.at(-1)!), builder);
    return counted === indices ? undefined : gatherND({ batchDims })(x, counted);
  },
});

export const gatherND = defineLayer({
  name: "gatherND",
  summary: gatherNDOp.summary,
  attributes: gatherNDOp.attributes,
  reads: ["x", "indices"],
  result: TENSOR,
  example: "gatherND()(x, tuples)",
  apply: ([x, indices]: readonly [x: SymbolicTensor, indices: SymbolicTensor], given) =>
    x.builder.apply(gatherNDOp, { x, indices }, given).y,
});

function readBatchDims(node: OnnxNode) {
  const batchDims = attributeOf(node, "batch_dims", "int") ?? 0;
  if (batchDims < 0) throw new UnsupportedFormError({ operator: "GatherND", problem: `has batch_dims ${batchDims}` });
  return { batchDims };
}

function gatheredShape(x: Shape, indices: Shape, batchDims: number): Shape {
  const depth = indices.at(-1) ?? 0;
  const isAlike = batchDims < indices.length && sameShape(x.slice(0, batchDims), indices.slice(0, batchDims));
  if (isAlike && depth > 0 && batchDims + depth <= x.length)
    return [...indices.slice(0, -1), ...x.slice(batchDims + depth)];
  throw new InvalidNodeError({
    problem: `indices of ${indices.join("x")} point to nothing in ${x.join("x")} behind ${batchDims} axes`,
  });
}
