import { casesOf, values } from "./caseInputs.js";
import { reshapeOp } from "./reshape.js";

export const cases = casesOf(reshapeOp, [
  { title: "an image as a matrix", inputs: { x: values(2, 3, 3, 5) }, attributes: { shape: [2, 45] } },
  { title: "another number of rows", inputs: { x: values(3, 4) }, attributes: { shape: [2, 3, 2] } },
  { title: "an image as another", inputs: { x: values(2, 6, 3, 5) }, attributes: { shape: [2, 3, 5, 6] } },
]);
