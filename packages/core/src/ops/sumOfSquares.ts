/** Sums of squares of runs: what reduceSumSquare and reduceL2 share. */
import { isOfInt32 } from "./wholeNumbers.js";

/** Of 32-bit integers the last bits of each square, of which a double has not all. */
export function sumOfSquares(data: Float32Array, start: number, end: number): number {
  const isInt32 = isOfInt32(data);
  const square = (value: number): number => (isInt32 ? Math.imul(value, value) : value * value);
  let sum = square(data[start]!);
  for (let index = start + 1; index < end; index += 1) sum += square(data[index]!);
  return sum;
}
