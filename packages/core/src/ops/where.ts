/** One of two tensors, by a third: https://onnx.ai/onnx/operators/onnx__Where.html */
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, elementCount, zeros } from "../tensor.js";
import { broadcastShape, elementwiseCost, stretched } from "./elementwise.js";

export const whereOp = defineOp({
  name: "where",
  summary: "a where the condition holds, b elsewhere, all three broadcast",
  inputs: { condition: "bool", a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: {},
  axes: "kept",
  inferTypes: ({ condition, a, b }) => ({
    y: { dtype: a.dtype, shape: broadcastShape(condition.shape, broadcastShape(a.shape, b.shape)) },
  }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ condition, a, b }, _, { y: { shape } }) => {
    const y = zeros(a.dtype, shape) as Tensor;
    choose([stretched(condition, shape), stretched(a, shape), stretched(b, shape)], y.data as Float32Array);
    return { y };
  },
  gradient: {
    a: (g, { condition, dy }) => g.where(condition, dy, 0),
    b: (g, { condition, dy }) => g.where(condition, 0, dy),
  },
  onnx: [plainForm("Where", 9)],
  tfjs: { write: () => ({ op: "SelectV2" }) },
});

export const where = defineLayer({
  name: "where",
  summary: whereOp.summary,
  attributes: {},
  reads: ["condition", "a", "b"],
  result: TENSOR,
  example: "where()(condition, a, b)",
  apply: ([condition, a, b]: readonly [condition: SymbolicTensor, a: SymbolicTensor, b: SymbolicTensor]) =>
    condition.builder.apply(whereOp, { condition, a, b }, {}).y,
});

type Operands = readonly [condition: Float32Array, a: Float32Array, b: Float32Array];

function choose([condition, a, b]: Operands, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = condition[index] === 0 ? b[index]! : a[index]!;
}
