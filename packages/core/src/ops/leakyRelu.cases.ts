import { casesOf, values } from "./caseInputs.js";
import { leakyReluOp } from "./leakyRelu.js";

export const cases = casesOf(leakyReluOp, [
  { title: "an image", inputs: { x: values(2, 3, 3, 5) }, attributes: { alpha: 0.125 } },
]);
