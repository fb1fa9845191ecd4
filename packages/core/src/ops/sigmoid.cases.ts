import { casesOf, filled, values } from "./caseInputs.js";
import { sigmoidOp } from "./sigmoid.js";

export const cases = casesOf(sigmoidOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "far from zero", inputs: { x: filled([2, 5], (index) => 40 * (index - 4.5)) }, attributes: {} },
]);
