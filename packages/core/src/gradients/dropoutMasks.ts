/** Masks of dropout, drawn by a seed. */
import { fillUniform, seededUniform } from "../random.js";
import { type Tensor, castTensor, floatTensor } from "../tensor.js";
import type { DropoutMask } from "./trainingForm.js";

/** The masks of a step, by name: the same for the same seed and step, and independent of each other. */
export function dropoutMasks(masks: readonly DropoutMask[], seed: number, step: number): Record<string, Tensor> {
  const drawn = masks.map(({ name, type, rate }): [string, Tensor] => {
    const mask = floatTensor(type.shape);
    fillUniform(mask.data, seededUniform(seed, `${name} ${step}`));
    for (const [index, value] of mask.data.entries()) mask.data[index] = value < rate ? 0 : 1 / (1 - rate);
    return [name, castTensor(mask, type.dtype)];
  });
  return Object.fromEntries(drawn);
}
