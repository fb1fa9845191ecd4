import { casesOf, values } from "./caseInputs.js";
import { reduceVarianceOp } from "./reduceVariance.js";

export const cases = casesOf(reduceVarianceOp, [
  {
    title: "channels and rows, left out",
    inputs: { x: values(2, 3, 4, 5) },
    attributes: { axes: [1, 2], keepDims: false },
  },
  { title: "columns", inputs: { x: values(3, 4) }, attributes: { axes: 1 } },
]);
