import { casesOf, values } from "./caseInputs.js";
import { eluOp } from "./elu.js";

export const cases = casesOf(eluOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "another alpha", inputs: { x: values(2, 9) }, attributes: { alpha: 0.5 } },
]);
