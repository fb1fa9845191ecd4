/** Slices of a tensor by their numbers: https://onnx.ai/onnx/operators/onnx__Gather.html */
import { axisNumber } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { type ElementArray, VALUE_TYPES } from "../dtypes.js";
import { attributeOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Tensor, elementCount, intTensor, zeros } from "../tensor.js";
import { numbersIn, placeOf } from "./places.js";
import { scatteredBack } from "./indexedGradient.js";

export const gatherOp = defineOp({
  name: "gather",
  summary: "along `axis` of x, in place of it, what stands at each of `indices`, which count from 0",
  inputs: { x: "T", indices: "I" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES, I: ["int64", "int32"] },
  attributes: { axis: withDefault(axisNumber("x"), 0) },
  axes: "opaque",
  inferTypes: ({ x, indices }, { axis }) => ({
    y: { dtype: x.dtype, shape: x.shape.toSpliced(axis, 1, ...indices.shape) },
  }),
  countCost: () => NO_COST,
  evaluate: ({ x, indices }, { axis }, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    const side = x.shape[axis]!;
    const places = numbersIn(indices).map((index) => placeOf(index, side));
    const length = elementCount({ shape: x.shape.slice(axis + 1) });
    const outer = elementCount({ shape: x.shape.slice(0, axis) });
    const [from, to] = [x.data, y.data] as readonly ElementArray[] as readonly [Float32Array, Float32Array];
    let next = 0;
    for (let block = 0; block < outer; block += 1) {
      for (const place of places) {
        const start = (block * side + place) * length;
        to.set(from.subarray(start, start + length), next);
        next += length;
      }
    }
    return { y };
  },
  gradient: { x: (g, { x, indices, dy }, { axis }) => scatteredBack(g, { x, indices, dy }, axis) },
  onnx: [
    {
      operator: "Gather",
      from: 1,
      attributes: ["axis"],
      write: ({ axis }) => ({ attributes: { axis: int(axis) } }),
      read: (node) => ({ axis: attributeOf(node, "axis", "int") ?? 0 }),
    },
  ],
  tfjs: {
    write: ({ axis }) => ({
      op: "GatherV2",
      attributes: { batch_dims: 0 },
      constants: { axis: intTensor([], [axis]) },
    }),
  },
});

export const gather = defineLayer({
  name: "gather",
  summary: gatherOp.summary,
  attributes: gatherOp.attributes,
  reads: ["x", "indices"],
  result: TENSOR,
  example: "gather({ axis: 1 })(x, indices)",
  apply: ([x, indices]: readonly [x: SymbolicTensor, indices: SymbolicTensor], given) =>
    x.builder.apply(gatherOp, { x, indices }, given).y,
});
