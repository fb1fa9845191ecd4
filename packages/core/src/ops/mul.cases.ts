import { casesOf, values } from "./caseInputs.js";
import { mulOp } from "./mul.js";

export const cases = casesOf(mulOp, [
  { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: values(2, 3, 5, 7) }, attributes: {} },
  { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: values(3, 1, 1) }, attributes: {} },
]);
