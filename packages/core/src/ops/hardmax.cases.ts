import { casesOf, tied } from "./caseInputs.js";
import { hardmaxOp } from "./hardmax.js";

export const cases = casesOf(hardmaxOp, [
  { title: "the first of equals", inputs: { x: tied(3, 4) }, attributes: {} },
  { title: "channels, batch 2", inputs: { x: tied(2, 3, 4, 5) }, attributes: { axes: 1 } },
]);
