import { casesOf, filled } from "./caseInputs.js";
import { reciprocalOp } from "./reciprocal.js";

export const cases = casesOf(reciprocalOp, [
  { title: "below and above one", inputs: { x: filled([2, 9], (index) => (index + 1) / 4) }, attributes: {} },
]);
