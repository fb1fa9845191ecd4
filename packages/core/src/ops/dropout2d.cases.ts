import { casesOf, values } from "./caseInputs.js";
import { dropout2dOp } from "./dropout2d.js";

export const cases = casesOf(dropout2dOp, [
  { title: "inference", inputs: { x: values(2, 3, 3, 5) }, attributes: { rate: 0.1 } },
]);
