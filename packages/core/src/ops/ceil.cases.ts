import { casesOf, filled } from "./caseInputs.js";
import { ceilOp } from "./ceil.js";

export const cases = casesOf(ceilOp, [
  { title: "halves of both signs", inputs: { x: filled([3, 9], (index) => (index - 13) / 2) }, attributes: {} },
]);
