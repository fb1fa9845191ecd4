/** Stacks of matrices and their products, by numpy's rules. */
import { InvalidNodeError } from "../errors.js";
import type { ElementArray } from "../dtypes.js";
import { type Shape, type Tensor, elementCount, zeros } from "../tensor.js";
import { broadcastShape } from "./elementwise.js";
import { type Vectors, matrixProduct } from "./matrixProduct.js";
import { type View, copyView, permute, stretch, viewOf } from "./view.js";
import { isOfInt64 } from "./wholeNumbers.js";

interface Product {
  /** The axes before the matrices, stretched. */
  readonly batch: Shape;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** An error where the matrices in the last two axes have no product. */
function productOf(a: Shape, b: Shape): Product {
  const [rows, inner] = matrixOf(a, "row");
  const [length, columns] = matrixOf(b, "column");
  if (inner !== length) {
    throw new InvalidNodeError({ problem: `matrices ${a.join("x")} and ${b.join("x")} have no product` });
  }
  return { batch: broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns, inner };
}

export function productMacs(a: Shape, b: Shape): number {
  const { batch, rows, columns, inner } = productOf(a, b);
  return elementCount({ shape: batch }) * rows * columns * inner;
}

/** With an axis for the rows and one for the columns, but where a vector stands for them. */
export function productShape(a: Shape, b: Shape): Shape {
  const { batch, rows, columns } = productOf(a, b);
  return [...batch, ...(a.length === 1 ? [] : [rows]), ...(b.length === 1 ? [] : [columns])];
}

function matrixOf(shape: Shape, vector: "row" | "column"): readonly [number, number] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined) throw new InvalidNodeError({ problem: "a number is no matrix" });
  if (columns !== undefined) return [rows, columns];
  return vector === "row" ? [1, rows] : [rows, 1];
}

/** The products of all pairs of matrices, one after the other in `y`, which is written. */
export function multiply<Result extends Float32Array | Float64Array>(a: Tensor, b: Tensor, y: Result): Result {
  const { batch, rows, columns, inner } = productOf(a.shape, b.shape);
  const left = vectorsOf(a, [...batch, rows, inner]);
  const turned = [...batch.keys(), batch.length + 1, batch.length];
  const right = vectorsOf(b, [...batch, inner, columns], turned);
  const product = new Float64Array(rows * columns);
  for (let each = 0; each < elementCount({ shape: batch }); each += 1) {
    const of = (all: Float64Array, count: number): Vectors => ({
      data: all.subarray(each * count * inner, (each + 1) * count * inner),
      count,
    });
    y.set(matrixProduct(of(left, rows), of(right, columns), inner, product), each * rows * columns);
  }
  return y;
}

/** As `multiply`, of integers, of which the last bits are kept: a tensor of `shape`. */
export function multiplyIntegers(a: Tensor, b: Tensor, shape: Shape): Tensor {
  const { batch, rows, columns, inner } = productOf(a.shape, b.shape);
  const left = stackOf(a, [...batch, rows, inner]);
  const right = stackOf(b, [...batch, inner, columns]);
  const y = zeros(a.dtype, shape) as Tensor;
  const sumOf = isOfInt64(y.data) ? longSum : shortSum;
  const results = y.data as Int32Array;
  for (let index = 0; index < results.length; index += 1) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const first = Math.floor(row / rows) * inner * columns + column;
    results[index] = sumOf(left, right, { row: row * inner, column: first, step: columns, count: inner });
  }
  return y;
}

/** A row, one element after the other, and a column, one each `step`. */
interface RowAndColumn {
  readonly row: number;
  readonly column: number;
  readonly step: number;
  readonly count: number;
}

function shortSum(left: Int32Array, right: Int32Array, { row, column, step, count }: RowAndColumn): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1)
    sum = (sum + Math.imul(left[row + index]!, right[column + index * step]!)) | 0;
  return sum;
}

/** JavaScript has the same operators for integers of 64 bits, of which arrays keep the last bits. */
function longSum(left: Int32Array, right: Int32Array, { row, column, step, count }: RowAndColumn): number {
  let sum = 0n;
  for (let index = 0; index < count; index += 1)
    sum +=
      (left[row + index]! as number | bigint as bigint) * (right[column + index * step]! as number | bigint as bigint);
  return sum as number | bigint as number;
}

/** A stack of matrices as they are. */
function stackOf(matrices: Tensor, shape: Shape): Int32Array {
  const whole = zeros(matrices.dtype, shape) as Tensor;
  const given = { ...matrices, shape: asMatrices(matrices.shape, shape) };
  copyView(stretch(viewOf<ElementArray>(given), shape), viewOf<ElementArray>(whole));
  return whole.data as Int32Array;
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
