/** Softmax of a run, held off from powers that are too large: what softmax, logSoftmax and reduceLogSumExp share. */

/** The logarithm of the sum of e to the elements; the largest is taken out of the sum where it is finite. */
export function logSumExp(data: Float32Array, start: number, end: number): number {
  const largest = largestOf(data, start, end);
  const shift = Number.isFinite(largest) ? largest : 0;
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += Math.exp(data[index]! - shift);
  return Math.log(sum) + shift;
}

/** Of a run; -Infinity of none. */
export function largestOf(data: Float32Array, start: number, end: number): number {
  let largest = -Infinity;
  for (let index = start; index < end; index += 1) if (data[index]! > largest) largest = data[index]!;
  return largest;
}
