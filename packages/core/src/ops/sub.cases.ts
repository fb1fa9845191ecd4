import { casesOf, tied, values } from "./caseInputs.js";
import { subOp } from "./sub.js";

export const cases = casesOf(subOp, [
  { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: tied(2, 3, 5, 7) }, attributes: {} },
  { title: "a stretched", inputs: { a: values(4, 1), b: values(2, 1, 3) }, attributes: {} },
]);
