import { casesOf, filled } from "./caseInputs.js";
import { roundOp } from "./round.js";

export const cases = casesOf(roundOp, [
  { title: "halves of both signs", inputs: { x: filled([3, 9], (index) => (index - 13) / 2) }, attributes: {} },
]);
