import { casesOf, values } from "./caseInputs.js";
import { resizeOp } from "./resize.js";

export const cases = casesOf(resizeOp, [
  { title: "the nearest, twice as large", inputs: { x: values(1, 2, 3, 4) }, attributes: { size: [1, 2, 6, 8] } },
  {
    title: "linear, as PyTorch's bilinear",
    inputs: { x: values(2, 3, 4, 5) },
    attributes: { size: [2, 3, 7, 10], mode: "linear" },
  },
  {
    title: "linear between the corners",
    inputs: { x: values(1, 2, 4, 5) },
    attributes: { size: [1, 2, 7, 3], mode: "linear", coordinates: "align_corners" },
  },
  {
    title: "cubic",
    inputs: { x: values(1, 2, 5, 5) },
    attributes: { size: [1, 2, 9, 8], mode: "cubic" },
  },
]);
