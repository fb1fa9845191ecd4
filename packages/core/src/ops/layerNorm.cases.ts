import { casesOf, values } from "./caseInputs.js";
import { layerNormOp } from "./layerNorm.js";

export const cases = casesOf(layerNormOp, [
  {
    title: "tokens",
    inputs: { x: values(2, 3, 8), scale: values(8), bias: values(8) },
    attributes: { epsilon: 0.25 },
  },
  {
    title: "rows and columns, no bias",
    inputs: { x: values(2, 3, 4), scale: values(3, 4) },
    attributes: { axes: [1, 2] },
  },
  {
    title: "channels of images",
    inputs: { x: values(1, 3, 2, 4), scale: values(3, 1, 1), bias: values(3, 1, 1) },
    attributes: { axes: 1, epsilon: 0.5 },
  },
]);
