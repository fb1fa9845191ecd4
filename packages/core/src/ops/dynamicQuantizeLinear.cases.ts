import { casesOf, filled, values } from "./caseInputs.js";
import { dynamicQuantizeLinearOp } from "./dynamicQuantizeLinear.js";

export const cases = casesOf(dynamicQuantizeLinearOp, [
  { title: "an image", inputs: { x: values(2, 3, 4, 5) }, attributes: {} },
  { title: "nothing below zero", inputs: { x: filled([11], (index) => index * 25.5) }, attributes: {} },
]);
