import { casesOf, filled, values } from "./caseInputs.js";
import { minOp } from "./min.js";

export const cases = casesOf(minOp, [
  {
    title: "same shapes",
    inputs: { a: values(2, 9), b: filled([2, 9], (index) => (index % 5) / 2 - 1) },
    attributes: {},
  },
  { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: values(3, 1, 1) }, attributes: {} },
]);
