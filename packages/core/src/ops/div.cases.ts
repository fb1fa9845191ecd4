import { casesOf, filled, values } from "./caseInputs.js";
import { divOp } from "./div.js";

const powers = (index: number): number => 2 ** (index - 1);

export const cases = casesOf(divOp, [
  { title: "same shapes", inputs: { a: values(2, 5), b: filled([2, 5], powers) }, attributes: {} },
  { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: filled([3, 1, 1], powers) }, attributes: {} },
]);
