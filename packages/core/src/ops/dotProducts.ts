/** The one arithmetic kernel of the reference: dot products in double precision, from which both convolutions are made. */

/** Vectors of one length, one after the other. */
export interface Vectors {
  readonly data: Float64Array;
  readonly count: number;
}

/** Every vector of `left` times every vector of `right`: `result[l * right.count + r]`. */
export function dotProducts(left: Vectors, right: Vectors, length: number): Float64Array {
  const result = new Float64Array(left.count * right.count);
  for (let l = 0; l < left.count; l += 4) {
    for (let r = 0; r < right.count; r += 2) multiplyBlock(left, right, { l, r, length }, result);
  }
  return result;
}

/**
 * Four vectors from `l` by two from `r` at once, so that each element that is loaded serves several products. Past the end the last
 * vector is taken again, whose products land where they belong once more.
 */
function multiplyBlock(
  { data: left, count: rows }: Vectors,
  { data: right, count: columns }: Vectors,
  { l, r, length }: { readonly l: number; readonly r: number; readonly length: number },
  result: Float64Array,
): void {
  const [a, b, c, d] = [l, Math.min(l + 1, rows - 1), Math.min(l + 2, rows - 1), Math.min(l + 3, rows - 1)];
  const [x, y] = [r, Math.min(r + 1, columns - 1)];
  const [startX, startY] = [x * length, y * length];
  const [startA, startB, startC, startD] = [a * length, b * length, c * length, d * length];
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
  result[a * columns + x] = ax;
  result[a * columns + y] = ay;
  result[b * columns + x] = bx;
  result[b * columns + y] = by;
  result[c * columns + x] = cx;
  result[c * columns + y] = cy;
  result[d * columns + x] = dx;
  result[d * columns + y] = dy;
}
