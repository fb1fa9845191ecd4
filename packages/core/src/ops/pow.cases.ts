import { floatTensor } from "../tensor.js";
import { casesOf, filled, values } from "./caseInputs.js";
import { powOp } from "./pow.js";

export const cases = casesOf(powOp, [
  { title: "squares of both signs", inputs: { a: values(1, 3, 4, 5), b: floatTensor([], [2]) }, attributes: {} },
  {
    title: "several exponents",
    inputs: { a: filled([3, 4], (index) => (index + 1) / 2), b: floatTensor([4], [0, 0.5, 2, -1]) },
    attributes: {},
  },
]);
