/** Images to try the networks on. */
import { type FloatTensor, type Shape, elementCount, floatTensor } from "@linknet-kit/core";

/** Numbers between -1 and 1 without a pattern, the same for the same seed. */
export function noise(seed: number, shape: Shape): FloatTensor {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return floatTensor(shape, Array.from({ length: elementCount({ shape }) }, next));
}
