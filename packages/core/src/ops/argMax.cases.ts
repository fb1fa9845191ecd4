import { argMaxOp } from "./argMax.js";
import { casesOf, tied } from "./caseInputs.js";

export const cases = casesOf(argMaxOp, [
  { title: "channels, left out", inputs: { x: tied(2, 5, 3, 4) }, attributes: { axis: 1, keepDims: false } },
  { title: "rows", inputs: { x: tied(4, 5) }, attributes: { axis: -1 } },
]);
