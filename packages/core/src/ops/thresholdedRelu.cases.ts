import { casesOf, values } from "./caseInputs.js";
import { thresholdedReluOp } from "./thresholdedRelu.js";

export const cases = casesOf(thresholdedReluOp, [
  { title: "some at the threshold", inputs: { x: values(1, 3, 4, 5) }, attributes: { alpha: 0.5 } },
]);
