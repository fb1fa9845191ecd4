/** A fully connected layer, as Gemm of ONNX says it: https://onnx.ai/onnx/operators/onnx__Gemm.html */
import { flag, integer } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { defineOp } from "../op.js";
import { type TensorType, elementCount, float32 } from "../tensor.js";
import { addOp } from "./add.js";
import { checkBias } from "./convolution.js";
import { matMulOp } from "./matMul.js";

export const linearOp = defineOp({
  name: "linear",
  summary: "the matrix x (rows x features) times `weight` (features x results), and `bias` (results) added to each row",
  inputs: { x: "T", weight: "T", bias: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "opaque",
  convolution: {
    channelOf: ([, result]) => result,
    inputChannelOf: ([feature]) => feature,
    sumsWholeWindows: () => true,
  },
  inferTypes: ({ x, weight, bias }) => {
    const [, columns] = matrixShape(weight);
    matrixShape(x);
    checkBias(bias, columns);
    return matMulOp.inferTypes({ a: x, b: weight }, {});
  },
  countCost: ({ x, weight }, { y }) => ({
    ...matMulOp.countCost({ a: x, b: weight }, { y }, {}),
    scalarOps: elementCount(y),
  }),
  evaluate: ({ x, weight, bias }, _, { y }) => {
    const product = matMulOp.evaluate({ a: x, b: weight }, {}, { y }).y;
    return addOp.evaluate({ a: product, b: bias }, {}, { y });
  },
  gradient: {
    x: (g, { weight, dy }) => g.matMul(dy, g.transpose(weight, [1, 0])),
    weight: (g, { x, dy }) => g.matMul(g.transpose(x, [1, 0]), dy),
    bias: (_, { dy }) => dy,
  },
  onnx: [{ operator: "Gemm", from: 7, write: () => ({}), read: () => ({}) }],
  tfjs: {
    write: () => ({
      op: "_FusedMatMul",
      attributes: { transpose_a: false, transpose_b: false, fused_ops: ["BiasAdd"], num_args: 1 },
    }),
  },
});

export const linear = defineLayer({
  name: "linear",
  summary:
    "a fully connected layer of the rows of a matrix, with a bias for each of its `features` unless `bias` is false",
  attributes: { features: integer(1), bias: withDefault(flag(), true) },
  reads: ["x"],
  result: TENSOR,
  example: "linear({ features: 10 })(rows)",
  apply: ([x]: readonly [x: SymbolicTensor], { features, bias }) => {
    const [, given] = matrixShape(x.type);
    const weight = { type: float32(given, features), initial: heNormal([], features) };
    if (!bias) return x.builder.apply(matMulOp, { a: x, b: weight }, {}, "linear").y;
    const start = { type: float32(features), initial: constant(0) };
    return x.builder.apply(linearOp, { x, weight, bias: start }, {}).y;
  },
});

function matrixShape({ shape }: TensorType): readonly [number, number] {
  const [rows, columns, ...others] = shape;
  if (rows !== undefined && columns !== undefined && others.length === 0) return [rows, columns];
  throw new InvalidNodeError({
    problem: `${shape.join("x")} is no matrix`,
    hint: "flatten images first, or reshape to one row a sample",
  });
}
