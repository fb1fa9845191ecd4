import { casesOf, values } from "./caseInputs.js";
import { celuOp } from "./celu.js";

export const cases = casesOf(celuOp, [
  { title: "a late bend", inputs: { x: values(1, 3, 4, 5) }, attributes: { alpha: 2 } },
]);
