/** Products of matrices, by numpy's rules: https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOfTwo } from "../defineLayer.js";
import { ARITHMETIC_TYPES, FLOAT_TYPES, isFloat } from "../dtypes.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Shape, elementCount, floatsLike, sameShape } from "../tensor.js";
import { broadcastShape } from "./elementwise.js";
import { expand } from "./expand.js";
import { multiply, multiplyIntegers, productMacs, productShape } from "./matrices.js";
import { reshape } from "./reshape.js";
import { ofLeft, ofRight } from "./matMulGradient.js";

export const matMulOp = defineOp({
  name: "matMul",
  summary:
    "the product of the matrices in the last two axes of `a` and `b`, whose axes before are stretched to each other's; a vector is a row on the left, a column on the right",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes: {},
  axes: "opaque",
  inferTypes: ({ a, b }) => ({ y: { dtype: a.dtype, shape: productShape(a.shape, b.shape) } }),
  countCost: ({ a, b }) => ({ macs: productMacs(a.shape, b.shape), scalarOps: 0 }),
  evaluate: ({ a, b }, _, { y: { shape } }) => {
    if (!isFloat(a.dtype)) return { y: multiplyIntegers(a, b, shape) };
    const y = floatsLike(a, shape);
    multiply(a, b, y.data);
    return { y };
  },
  gradient: { a: (g, { a, b, dy }) => ofLeft(g, { a, b, dy }), b: (g, { a, b, dy }) => ofRight(g, { a, b, dy }) },
  onnx: plainForms("MatMul", [1, FLOAT_TYPES], [9, ARITHMETIC_TYPES]),
  tfjs: {
    write: (_, { a, b }) => {
      if (!isFloat(a.dtype)) return { absent: "tfjs multiplies matrices of floats alone" };
      const isSaid = isStack(a.shape, b.shape);
      return isSaid ? { op: "BatchMatMulV2", attributes: { adj_x: false, adj_y: false } } : DECOMPOSED;
    },
  },
});

/** Of tfjs: stacks of as many matrices. Where one is a single matrix the kernels are slow, but for a matrix by a stack, which nothing else says. */
function isStack(a: Shape, b: Shape): boolean {
  const [stackA, stackB] = [a.slice(0, -2), b.slice(0, -2)];
  const isOne = elementCount({ shape: stackA }) === 1;
  return a.length > 1 && b.length > 1 && (sameShape(stackA, stackB) || (isOne && a.length <= b.length));
}

/** Vectors as matrices, a stack by one matrix as one matrix of all rows, and stacks that differ stretched to each other's. */
export const matMulDecomposition = defineDecomposition(matMulOp, ({ a, b }) => {
  if (isStack(a.type.shape, b.type.shape) || !isFloat(a.type.dtype)) return undefined;
  const shape = productShape(a.type.shape, b.type.shape);
  const [left, right] = [rowOf(a), columnOf(b)];
  const [stackA, stackB] = [left, right].map(({ type }) => type.shape.slice(0, -2));
  if (elementCount({ shape: stackB! }) === 1) {
    const rows = elementCount({ shape: left.type.shape.slice(0, -1) });
    const all = reshape({ shape: [rows, left.type.shape.at(-1)!] })(left);
    return { y: reshape({ shape })(matMul()(all, reshape({ shape: right.type.shape.slice(-2) })(right))) };
  }
  const stack = broadcastShape(stackA!, stackB!);
  const stretched = [left, right].map((each) => expand({ shape: [...stack, ...each.type.shape.slice(-2)] })(each));
  return { y: reshape({ shape })(matMul()(stretched[0]!, stretched[1]!)) };
});

function rowOf(a: SymbolicTensor): SymbolicTensor {
  const { shape } = a.type;
  return shape.length === 1 ? reshape({ shape: [1, ...shape] })(a) : a;
}

function columnOf(b: SymbolicTensor): SymbolicTensor {
  const { shape } = b.type;
  return shape.length === 1 ? reshape({ shape: [...shape, 1] })(b) : b;
}

export const matMul = layerOfTwo(matMulOp, "matMul()(a, b)");
