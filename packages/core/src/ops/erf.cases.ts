import { casesOf, filled, values } from "./caseInputs.js";
import { erfOp } from "./erf.js";

export const cases = casesOf(erfOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "where it bends", inputs: { x: filled([4, 8], (index) => (index - 15.5) / 4) }, attributes: {} },
]);
