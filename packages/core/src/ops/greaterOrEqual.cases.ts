import { casesOf, filled, values } from "./caseInputs.js";
import { greaterOrEqualOp } from "./greaterOrEqual.js";

export const cases = casesOf(greaterOrEqualOp, [
  {
    title: "near each other, a number a column",
    inputs: { a: values(3, 7), b: filled([7], (index) => (index % 3) - 1) },
    attributes: {},
  },
]);
