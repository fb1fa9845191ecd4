import { casesOf, values } from "./caseInputs.js";
import { seluOp } from "./selu.js";

export const cases = casesOf(seluOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "other constants", inputs: { x: values(2, 9) }, attributes: { alpha: 0.5, gamma: 2 } },
]);
