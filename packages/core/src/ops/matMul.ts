/** Products of matrices, by numpy's rules: https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { layerOfTwo } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, floatsLike, sameShape } from "../tensor.js";
import { multiply, productMacs, productShape } from "./matrices.js";

export const matMulOp = defineOp({
  name: "matMul",
  summary:
    "the product of the matrices in the last two axes of `a` and `b`, whose axes before are stretched to each other's; a vector is a row on the left, a column on the right",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "opaque",
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: productShape(a.shape, b.shape) } }),
  countCost: ({ a, b }) => ({ macs: productMacs(a.shape, b.shape), scalarOps: 0 }),
  evaluate: ({ a, b }, _, { y: { shape } }) => {
    const y = floatsLike(a, shape);
    multiply(a, b, y.data);
    return { y };
  },
  onnx: [plainForm("MatMul", 1)],
  tfjs: {
    write: (_, { a, b }) => {
      const [stackA, stackB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
      const areAlike = sameShape(stackA, stackB) || [stackA, stackB].some((shape) => elementCount({ shape }) === 1);
      return a.shape.length > 1 && b.shape.length > 1 && areAlike
        ? { op: "BatchMatMulV2", attributes: { adj_x: false, adj_y: false } }
        : { absent: "tfjs multiplies matrices, and stacks of them that are alike" };
    },
  },
});

export const matMul = layerOfTwo(matMulOp, "matMul()(a, b)");
