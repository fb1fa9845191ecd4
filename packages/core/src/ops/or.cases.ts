import { casesOf, truths } from "./caseInputs.js";
import { orOp } from "./or.js";

export const cases = casesOf(orOp, [
  { title: "a truth value a column", inputs: { a: truths(2, 4), b: truths(4) }, attributes: {} },
]);
