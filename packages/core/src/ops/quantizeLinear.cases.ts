import { castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled, values } from "./caseInputs.js";
import { quantizeLinearOp } from "./quantizeLinear.js";

/** Halves among them, and what is beyond either end. */
const steps = filled([2, 3, 4], (index) => (index - 12) * 12.25);

export const cases = casesOf(quantizeLinearOp, [
  {
    title: "one scale for all, to uint8",
    inputs: { x: steps, scale: floatTensor([], [0.5]), zeroPoint: castTensor(floatTensor([], [128]), "uint8") },
    attributes: {},
  },
  {
    title: "a scale for each channel, to int8",
    inputs: {
      x: values(1, 3, 2, 5),
      scale: floatTensor([3], [0.5, 0.25, 0.015625]),
      zeroPoint: castTensor(floatTensor([3], [0, -3, 20]), "int8"),
    },
    attributes: {},
  },
]);
