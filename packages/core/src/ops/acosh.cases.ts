import { casesOf, filled } from "./caseInputs.js";
import { acoshOp } from "./acosh.js";

export const cases = casesOf(acoshOp, [
  { title: "across its range", inputs: { x: filled([2, 9], (index) => 1 + index / 4) }, attributes: {} },
]);
