import { casesOf, filled, values } from "./caseInputs.js";
import { softplusOp } from "./softplus.js";

export const cases = casesOf(softplusOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "far from zero", inputs: { x: filled([2, 5], (index) => 40 * (index - 4.5)) }, attributes: {} },
]);
