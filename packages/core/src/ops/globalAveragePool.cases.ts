import { casesOf, values } from "./caseInputs.js";
import { globalAveragePoolOp } from "./globalAveragePool.js";

export const cases = casesOf(globalAveragePoolOp, [
  { title: "images, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: {} },
  { title: "images of one pixel", inputs: { x: values(1, 4, 1, 1) }, attributes: {} },
  { title: "one axis", inputs: { x: values(2, 3, 7) }, attributes: {} },
  { title: "three axes", inputs: { x: values(1, 2, 3, 4, 2) }, attributes: {} },
]);
