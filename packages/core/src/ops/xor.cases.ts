import { casesOf, truths } from "./caseInputs.js";
import { xorOp } from "./xor.js";

export const cases = casesOf(xorOp, [
  { title: "a truth value a column", inputs: { a: truths(2, 4), b: truths(4) }, attributes: {} },
]);
