import { casesOf, filled, values } from "./caseInputs.js";
import { batchNormOp } from "./batchNorm.js";

export const cases = casesOf(batchNormOp, [
  { title: "three channels, batch 2", inputs: normInputs([2, 3, 5, 7]), attributes: { epsilon: 1e-3 } },
  { title: "default epsilon, one pixel", inputs: normInputs([1, 2, 1, 1]), attributes: {} },
]);

function normInputs(shape: readonly [number, number, number, number]) {
  const channels = [shape[1]];
  return {
    x: values(...shape),
    scale: values(...channels),
    bias: filled(channels, (channel) => channel - 1),
    mean: filled(channels, (channel) => channel / 2 - 0.25),
    variance: filled(channels, (channel) => channel + 0.25),
  };
}
