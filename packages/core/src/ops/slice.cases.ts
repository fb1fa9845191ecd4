import { casesOf, values } from "./caseInputs.js";
import { sliceOp } from "./slice.js";

export const cases = casesOf(sliceOp, [
  {
    title: "the top left corner",
    inputs: { x: values(2, 3, 5, 7) },
    attributes: { start: [0, 0, 0, 0], end: [2, 3, 4, 6], step: [1, 1, 1, 1] },
  },
  {
    title: "every second row and third column, not from the first",
    inputs: { x: values(1, 2, 7, 8) },
    attributes: { start: [0, 0, 1, 2], end: [1, 2, 7, 8], step: [1, 1, 2, 3] },
  },
  {
    title: "rows backwards, every second column from the last",
    inputs: { x: values(1, 2, 3, 6) },
    attributes: { start: [0, 0, 2, 5], end: [1, 2, -1, 0], step: [1, 1, -1, -2] },
  },
  {
    title: "one of the batch",
    inputs: { x: values(3, 2) },
    attributes: { start: [1, 0], end: [2, 2], step: [1, 1] },
  },
]);
