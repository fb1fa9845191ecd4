/** How far a tensor is from the one that was expected. */
import type { RuntimeTensor } from "@linknet-kit/core";
import { numbersOf } from "./numbersOf.js";

/**
 * Largest absolute difference relative to the largest absolute expected value, and the share of elements whose difference is above
 * `tolerance` of that value; `undefined` where any difference is not finite.
 */
export function compareTensors(
  actualTensor: RuntimeTensor,
  expectedTensor: RuntimeTensor,
  tolerance: number,
): { relativeError: number; shareAbove: number } | undefined {
  const [actual, expected] = [numbersOf(actualTensor), numbersOf(expectedTensor)];
  let scale = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const size = Math.abs(Number(expected[index]));
    if (Number.isFinite(size)) scale = Math.max(scale, size);
  }
  // Where zeros are expected the error is the absolute one.
  if (scale === 0) scale = 1;
  let largest = 0;
  let above = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const [a, b] = [Number(actual[index]), Number(expected[index])];
    // Two infinities of one sign agree, and their difference is not a number.
    const difference = a === b ? 0 : Math.abs(a - b);
    if (!Number.isFinite(difference)) return undefined;
    if (difference > largest) largest = difference;
    if (difference > tolerance * scale) above += 1;
  }
  return { relativeError: largest / scale, shareAbove: above / Math.max(1, expected.length) };
}
