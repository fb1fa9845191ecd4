import { casesOf, filled, values } from "./caseInputs.js";
import { hardSwishOp } from "./hardSwish.js";

export const cases = casesOf(hardSwishOp, [
  { title: "an image", inputs: { x: values(1, 3, 4, 5) }, attributes: {} },
  { title: "beyond both bends", inputs: { x: filled([2, 9], (index) => index - 8) }, attributes: {} },
  { title: "far beyond them", inputs: { x: filled([5], (index) => (index - 2) * 1000) }, attributes: {} },
]);
