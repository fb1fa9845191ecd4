import { casesOf, filled } from "./caseInputs.js";
import { acosOp } from "./acos.js";

export const cases = casesOf(acosOp, [
  { title: "across its range", inputs: { x: filled([2, 9], (index) => (index - 8.5) / 10) }, attributes: {} },
]);
