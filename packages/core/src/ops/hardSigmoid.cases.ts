import { casesOf, values } from "./caseInputs.js";
import { hardSigmoidOp } from "./hardSigmoid.js";

export const cases = casesOf(hardSigmoidOp, [
  { title: "an image, as torch has it", inputs: { x: values(1, 3, 4, 5) }, attributes: { alpha: 1 / 4 } },
  { title: "a steep line", inputs: { x: values(2, 9) }, attributes: { alpha: 0.75, beta: 0.25 } },
]);
