/** How far a tensor is from the one that was expected. */
import type { Tensor } from "@linknet-kit/core";
import { allowedDifference, differenceOf, numbersOf } from "./numbersOf.js";

/**
 * Largest absolute difference relative to the largest absolute expected value, and the share of elements whose difference is above
 * `tolerance` of that value; `undefined` where any difference is not finite.
 */
export function compareTensors(
  actualTensor: Tensor,
  expectedTensor: Tensor,
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
  const allowed = allowedDifference(expectedTensor, tolerance * scale);
  let largest = 0;
  let above = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const [a, b] = [actual[index]!, expected[index]!];
    const difference = differenceOf(a, b);
    if (!Number.isFinite(difference) || Number.isNaN(b)) return undefined;
    if (difference > largest) largest = difference;
    if (difference > allowed) above += 1;
  }
  return { relativeError: largest / scale, shareAbove: above / Math.max(1, expected.length) };
}
