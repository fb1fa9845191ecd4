import { casesOf, filled } from "./caseInputs.js";
import { atanhOp } from "./atanh.js";

export const cases = casesOf(atanhOp, [
  { title: "across its range", inputs: { x: filled([2, 9], (index) => (index - 8.5) / 10) }, attributes: {} },
]);
