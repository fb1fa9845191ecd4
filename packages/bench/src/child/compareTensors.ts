/** How far a tensor is from the one that was expected. */
import type { Tensor } from "@linknet-kit/core";

/**
 * Largest absolute difference relative to the largest absolute expected value, and the share of elements whose difference is above
 * `tolerance` of that value; `undefined` where any difference is not finite.
 */
export function compareTensors(
  { data: actual }: Pick<Tensor, "data">,
  { data: expected }: Pick<Tensor, "data">,
  tolerance: number,
): { relativeError: number; shareAbove: number } | undefined {
  let scale = 0;
  for (let index = 0; index < expected.length; index += 1) scale = Math.max(scale, Math.abs(Number(expected[index])));
  // Where zeros are expected the error is the absolute one.
  if (scale === 0) scale = 1;
  let largest = 0;
  let above = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const difference = Math.abs(Number(actual[index]) - Number(expected[index]));
    if (!Number.isFinite(difference)) return undefined;
    if (difference > largest) largest = difference;
    if (difference > tolerance * scale) above += 1;
  }
  return { relativeError: largest / scale, shareAbove: above / Math.max(1, expected.length) };
}
