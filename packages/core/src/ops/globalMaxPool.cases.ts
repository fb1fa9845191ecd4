import { casesOf, values } from "./caseInputs.js";
import { globalMaxPoolOp } from "./globalMaxPool.js";

export const cases = casesOf(globalMaxPoolOp, [
  { title: "images, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: {} },
  { title: "one axis", inputs: { x: values(2, 3, 7) }, attributes: {} },
]);
