import { casesOf, filled, truths, values } from "./caseInputs.js";
import { whereOp } from "./where.js";

export const cases = casesOf(whereOp, [
  {
    title: "same shapes",
    inputs: { condition: truths(2, 5), a: values(2, 5), b: filled([2, 5], (index) => index) },
    attributes: {},
  },
  {
    title: "each stretched along another axis",
    inputs: { condition: truths(2, 1, 1), a: values(2, 3, 1), b: values(1, 1, 4) },
    attributes: {},
  },
]);
