/** Products of matrices, by numpy's rules: https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { layerOfTwo } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Shape, type Tensor, type TensorType, elementCount, floatTensor, sameShape } from "../tensor.js";
import { broadcastShape } from "./elementwise.js";
import { type Vectors, matrixProduct } from "./matrixProduct.js";
import { type View, copyView, permute, stretch, viewOf } from "./view.js";

export const matMulOp = defineOp({
  name: "matMul",
  summary:
    "the product of the matrices in the last two axes of `a` and `b`, whose axes before are stretched to each other's; a vector is a row on the left, a column on the right",
  inputs: { a: "T", b: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {},
  axes: "opaque",
  inferTypes: ({ a, b }) => {
    const { batch, rows, columns } = productOf(a.shape, b.shape);
    const shape = [...batch, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
    return { y: { dtype: a.dtype, shape } };
  },
  countCost: ({ a, b }) => {
    const { batch, rows, columns, inner } = productOf(a.shape, b.shape);
    const macs = elementCount({ shape: batch }) * rows * columns * inner;
    return { macs, scalarOps: 0 };
  },
  evaluate: ({ a, b }, _, { y }) => ({ y: multiply(a, b, y) }),
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

interface Product {
  /** The axes before the matrices, stretched. */
  readonly batch: Shape;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

function productOf(a: Shape, b: Shape): Product {
  const [rows, inner] = matrixOf(a, "row");
  const [length, columns] = matrixOf(b, "column");
  if (inner !== length) {
    throw new InvalidNodeError({ problem: `matrices ${a.join("x")} and ${b.join("x")} have no product` });
  }
  return { batch: broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns, inner };
}

function matrixOf(shape: Shape, vector: "row" | "column"): readonly [number, number] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined) throw new InvalidNodeError({ problem: "a number is no matrix" });
  if (columns !== undefined) return [rows, columns];
  return vector === "row" ? [1, rows] : [rows, 1];
}

function multiply(a: Tensor, b: Tensor, { shape }: TensorType): Tensor {
  const { batch, rows, columns, inner } = productOf(a.shape, b.shape);
  const left = vectorsOf(a, [...batch, rows, inner]);
  const turned = [...batch.keys(), batch.length + 1, batch.length];
  const right = vectorsOf(b, [...batch, inner, columns], turned);
  const y = floatTensor(shape);
  const product = new Float64Array(rows * columns);
  for (let each = 0; each < elementCount({ shape: batch }); each += 1) {
    const of = (all: Float64Array, count: number): Vectors => ({
      data: all.subarray(each * count * inner, (each + 1) * count * inner),
      count,
    });
    y.data.set(matrixProduct(of(left, rows), of(right, columns), inner, product), each * rows * columns);
  }
  return y;
}

/** A stack of matrices in double precision, each with its axes turned where an order is given. */
function vectorsOf(matrices: Tensor, shape: Shape, order: readonly number[] = [...shape.keys()]): Float64Array {
  const whole = { data: new Float64Array(matrices.data as Float32Array), shape: asMatrices(matrices.shape, shape) };
  const turned = permute(stretch(viewOf(whole), shape), order);
  const to: View = viewOf({ data: new Float64Array(elementCount({ shape })), shape: turned.shape });
  copyView<View["data"]>(turned, to);
  return to.data as Float64Array;
}

/** A vector as the matrix that it stands for. */
function asMatrices(given: Shape, wanted: Shape): Shape {
  return given.length === 1 ? wanted.slice(-2) : given;
}
