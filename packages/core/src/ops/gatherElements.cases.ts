import { intTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { gatherElementsOp } from "./gatherElements.js";

export const cases = casesOf(gatherElementsOp, [
  {
    title: "columns of rows",
    inputs: { x: values(3, 5), indices: intTensor([3, 2], [4, 0, 1, 1, 2, 3]) },
    attributes: { axis: 1 },
  },
  {
    title: "channels of a corner of images",
    inputs: { x: values(2, 3, 2, 3), indices: intTensor([1, 4, 1, 2], [2, 0, 1, 1, 0, 2, 2, 0]) },
    attributes: { axis: 1 },
  },
]);
