import { casesOf, values } from "./caseInputs.js";
import { instanceNormOp } from "./instanceNorm.js";

export const cases = casesOf(instanceNormOp, [
  {
    title: "images, batch 2",
    inputs: { x: values(2, 3, 4, 5), scale: values(3), bias: values(3) },
    attributes: { epsilon: 0.25 },
  },
  { title: "lines", inputs: { x: values(1, 2, 6), scale: values(2), bias: values(2) }, attributes: {} },
]);
