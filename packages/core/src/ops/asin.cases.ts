import { casesOf, filled } from "./caseInputs.js";
import { asinOp } from "./asin.js";

export const cases = casesOf(asinOp, [
  { title: "across its range", inputs: { x: filled([2, 9], (index) => (index - 8.5) / 10) }, attributes: {} },
]);
