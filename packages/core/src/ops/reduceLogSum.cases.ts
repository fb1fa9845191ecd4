import { casesOf, filled } from "./caseInputs.js";
import { reduceLogSumOp } from "./reduceLogSum.js";

export const cases = casesOf(reduceLogSumOp, [
  {
    title: "channels and rows, left out",
    inputs: { x: filled([2, 3, 4, 5], (index) => (index % 7) / 2) },
    attributes: { axes: [1, 2], keepDims: false },
  },
  { title: "columns", inputs: { x: filled([3, 4], (index) => index + 1) }, attributes: { axes: 1 } },
]);
