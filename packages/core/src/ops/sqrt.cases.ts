import { casesOf, filled } from "./caseInputs.js";
import { sqrtOp } from "./sqrt.js";

export const cases = casesOf(sqrtOp, [
  { title: "below and above one", inputs: { x: filled([2, 9], (index) => (index + 1) / 4) }, attributes: {} },
]);
