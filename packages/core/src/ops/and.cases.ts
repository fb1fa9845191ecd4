import { casesOf, truths } from "./caseInputs.js";
import { andOp } from "./and.js";

export const cases = casesOf(andOp, [
  { title: "a truth value a column", inputs: { a: truths(2, 4), b: truths(4) }, attributes: {} },
]);
