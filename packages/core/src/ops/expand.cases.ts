import { casesOf, values } from "./caseInputs.js";
import { expandOp } from "./expand.js";

export const cases = casesOf(expandOp, [
  { title: "an image a channel", inputs: { x: values(1, 3, 1, 1) }, attributes: { shape: [2, 3, 2, 5] } },
  { title: "a row to a matrix", inputs: { x: values(4) }, attributes: { shape: [3, 4] } },
]);
