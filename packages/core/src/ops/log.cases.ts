import { casesOf, filled } from "./caseInputs.js";
import { logOp } from "./log.js";

export const cases = casesOf(logOp, [
  { title: "below and above one", inputs: { x: filled([2, 9], (index) => (index + 1) / 4) }, attributes: {} },
]);
