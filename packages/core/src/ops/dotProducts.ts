/** The one arithmetic kernel of the reference: dot products in double precision, from which both convolutions are made. */

/** Vectors of one length, one after the other. */
export interface Vectors {
  readonly data: Float64Array;
  readonly count: number;
}

/**
 * Every vector of `left` times every vector of `right`: `result[l * right.count + r]`. Four by two at a time, so that each element
 * that is loaded serves several products.
 */
export function dotProducts(left: Vectors, right: Vectors, length: number): Float64Array {
  const result = new Float64Array(left.count * right.count);
  const wholeLeft = left.count - (left.count % 4);
  const wholeRight = right.count - (right.count % 2);
  for (let l = 0; l < wholeLeft; l += 4) {
    for (let r = 0; r < wholeRight; r += 2) fourByTwo(left.data, l, right.data, r, length, result, right.count);
    for (let r = wholeRight; r < right.count; r += 1) {
      for (let each = l; each < l + 4; each += 1)
        result[each * right.count + r] = dot(left.data, each, right.data, r, length);
    }
  }
  for (let l = wholeLeft; l < left.count; l += 1) {
    for (let r = 0; r < right.count; r += 1) result[l * right.count + r] = dot(left.data, l, right.data, r, length);
  }
  return result;
}

function dot(left: Float64Array, l: number, right: Float64Array, r: number, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += left[l * length + index]! * right[r * length + index]!;
  return sum;
}

function fourByTwo(
  left: Float64Array,
  l: number,
  right: Float64Array,
  r: number,
  length: number,
  result: Float64Array,
  columns: number,
): void {
  let [a0, a1, b0, b1, c0, c1, d0, d1] = [0, 0, 0, 0, 0, 0, 0, 0];
  const [a, b, c, d] = [l * length, (l + 1) * length, (l + 2) * length, (l + 3) * length];
  const [first, second] = [r * length, (r + 1) * length];
  for (let index = 0; index < length; index += 1) {
    const x = right[first + index]!;
    const y = right[second + index]!;
    const p = left[a + index]!;
    a0 += p * x;
    a1 += p * y;
    const q = left[b + index]!;
    b0 += q * x;
    b1 += q * y;
    const s = left[c + index]!;
    c0 += s * x;
    c1 += s * y;
    const t = left[d + index]!;
    d0 += t * x;
    d1 += t * y;
  }
  const at = l * columns + r;
  result[at] = a0;
  result[at + 1] = a1;
  result[at + columns] = b0;
  result[at + columns + 1] = b1;
  result[at + 2 * columns] = c0;
  result[at + 2 * columns + 1] = c1;
  result[at + 3 * columns] = d0;
  result[at + 3 * columns + 1] = d1;
}
