/** The one arithmetic kernel of the reference, in double precision: convolutions are made of it, as is whatever else multiplies matrices. */

/** Vectors of one length, one after the other: the rows of a matrix. */
export interface Vectors {
  readonly data: Float64Array;
  readonly count: number;
}

/**
 * Every vector of `left` times every vector of `right`, each sum in the order of its elements: the matrix of `left` times that of `right`
 * transposed. `product[l * right.count + r]` is written, of an array of the caller's where one is given.
 */
export function matrixProduct(
  left: Vectors,
  right: Vectors,
  length: number,
  product: Float64Array = new Float64Array(left.count * right.count),
): Float64Array {
  let l = 0;
  for (; l + 4 <= left.count; l += 4) {
    for (let r = 0; r < right.count; r += 2) multiplyFour(left, right, { l, r, length }, product);
  }
  for (; l < left.count; l += 1) {
    for (let r = 0; r < right.count; r += 4) multiplyOne(left, right, { l, r, length }, product);
  }
  return product;
}

interface Block {
  /** The first vectors on the left and on the right. */
  readonly l: number;
  readonly r: number;
  readonly length: number;
}

/**
 * Four vectors from `l` by two from `r` at once, so that each element that is loaded serves several products. Past the end the last
 * vector on the right is taken again, whose products land where they belong once more.
 */
function multiplyFour(
  { data: left }: Vectors,
  { data: right, count: columns }: Vectors,
  { l, r: x, length }: Block,
  product: Float64Array,
): void {
  const y = Math.min(x + 1, columns - 1);
  const [startX, startY] = [x * length, y * length];
  const [startA, startB, startC, startD] = [l * length, (l + 1) * length, (l + 2) * length, (l + 3) * length];
  let [ax, ay, bx, by, cx, cy, dx, dy] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < length; index += 1) {
    const toX = right[startX + index]!;
    const toY = right[startY + index]!;
    const ofA = left[startA + index]!;
    ax += ofA * toX;
    ay += ofA * toY;
    const ofB = left[startB + index]!;
    bx += ofB * toX;
    by += ofB * toY;
    const ofC = left[startC + index]!;
    cx += ofC * toX;
    cy += ofC * toY;
    const ofD = left[startD + index]!;
    dx += ofD * toX;
    dy += ofD * toY;
  }
  const row = l * columns;
  product[row + x] = ax;
  product[row + y] = ay;
  product[row + columns + x] = bx;
  product[row + columns + y] = by;
  product[row + 2 * columns + x] = cx;
  product[row + 2 * columns + y] = cy;
  product[row + 3 * columns + x] = dx;
  product[row + 3 * columns + y] = dy;
}

/** One vector by four: for the rows that make no four, of which a depthwise convolution has nothing but. */
function multiplyOne(
  { data: left }: Vectors,
  { data: right, count: columns }: Vectors,
  { l, r: w, length }: Block,
  product: Float64Array,
): void {
  const last = columns - 1;
  const [x, y, z] = [Math.min(w + 1, last), Math.min(w + 2, last), Math.min(w + 3, last)];
  const start = l * length;
  const [startW, startX, startY, startZ] = [w * length, x * length, y * length, z * length];
  let [toW, toX, toY, toZ] = [0, 0, 0, 0];
  for (let index = 0; index < length; index += 1) {
    const factor = left[start + index]!;
    toW += factor * right[startW + index]!;
    toX += factor * right[startX + index]!;
    toY += factor * right[startY + index]!;
    toZ += factor * right[startZ + index]!;
  }
  const row = l * columns;
  product[row + w] = toW;
  product[row + x] = toX;
  product[row + y] = toY;
  product[row + z] = toZ;
}
