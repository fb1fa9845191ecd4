import { casesOf, values } from "./caseInputs.js";
import { clipOp } from "./clip.js";

export const cases = casesOf(clipOp, [
  { title: "an image, as ReLU6 holds it", inputs: { x: values(1, 3, 4, 5) }, attributes: { min: 0, max: 6 } },
  { title: "from below alone", inputs: { x: values(2, 9) }, attributes: { min: -1.25 } },
  { title: "limits that cross", inputs: { x: values(2, 9) }, attributes: { min: 1, max: 0.5 } },
]);
