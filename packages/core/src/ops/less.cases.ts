import { casesOf, filled, values } from "./caseInputs.js";
import { lessOp } from "./less.js";

export const cases = casesOf(lessOp, [
  {
    title: "near each other, a number a column",
    inputs: { a: values(3, 7), b: filled([7], (index) => (index % 3) - 1) },
    attributes: {},
  },
]);
