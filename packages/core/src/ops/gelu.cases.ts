import { casesOf, values } from "./caseInputs.js";
import { geluOp } from "./gelu.js";

export const cases = casesOf(geluOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "approximated", inputs: { x: values(1, 3, 4, 5) }, attributes: { approximate: "tanh" } },
]);
