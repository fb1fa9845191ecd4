import { casesOf, values } from "./caseInputs.js";
import { reduceMeanOp } from "./reduceMean.js";

export const cases = casesOf(reduceMeanOp, [
  { title: "rows and columns of images, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: { axes: [2, 3] } },
  {
    title: "rows and columns of images, left out",
    inputs: { x: values(2, 3, 4, 5) },
    attributes: { axes: [-1, -2], keepDims: false },
  },
  { title: "channels", inputs: { x: values(2, 3, 4, 5) }, attributes: { axes: 1 } },
  { title: "channels, left out", inputs: { x: values(2, 3, 4, 5) }, attributes: { axes: 1, keepDims: false } },
  {
    title: "batch and columns, left out",
    inputs: { x: values(3, 2, 4, 5) },
    attributes: { axes: [0, 3], keepDims: false },
  },
  { title: "everything, left out", inputs: { x: values(3, 4) }, attributes: { axes: [0, 1], keepDims: false } },
  { title: "no axis", inputs: { x: values(2, 3) }, attributes: { axes: [] } },
]);
