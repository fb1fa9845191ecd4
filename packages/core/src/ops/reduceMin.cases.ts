import { casesOf, values } from "./caseInputs.js";
import { reduceMinOp } from "./reduceMin.js";

export const cases = casesOf(reduceMinOp, [
  {
    title: "rows and columns of images, left out",
    inputs: { x: values(2, 3, 2, 2) },
    attributes: { axes: [-1, -2], keepDims: false },
  },
  { title: "channels, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: { axes: 1 } },
  { title: "no axis", inputs: { x: values(2, 3) }, attributes: { axes: [] } },
]);
