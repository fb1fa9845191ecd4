import { casesOf, values } from "./caseInputs.js";
import { reduceL2Op } from "./reduceL2.js";

export const cases = casesOf(reduceL2Op, [
  {
    title: "channels and rows, left out",
    inputs: { x: values(2, 3, 4, 5) },
    attributes: { axes: [1, 2], keepDims: false },
  },
  { title: "columns", inputs: { x: values(3, 4) }, attributes: { axes: 1 } },
]);
