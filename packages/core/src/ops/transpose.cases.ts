import { casesOf, values } from "./caseInputs.js";
import { transposeOp } from "./transpose.js";

export const cases = casesOf(transposeOp, [
  { title: "a matrix", inputs: { x: values(2, 5) }, attributes: { order: [1, 0] } },
  { title: "channels last", inputs: { x: values(2, 3, 4, 5) }, attributes: { order: [0, 2, 3, 1] } },
  { title: "three axes in a circle", inputs: { x: values(2, 3, 4) }, attributes: { order: [2, 0, 1] } },
]);
