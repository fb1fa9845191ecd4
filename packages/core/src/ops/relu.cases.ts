import { casesOf, values } from "./caseInputs.js";
import { reluOp } from "./relu.js";

export const cases = casesOf(reluOp, [
  { title: "an image", inputs: { x: values(2, 3, 3, 5) }, attributes: {} },
  { title: "a vector", inputs: { x: values(9) }, attributes: {} },
]);
