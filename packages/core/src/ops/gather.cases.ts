import { intTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { gatherOp } from "./gather.js";

export const cases = casesOf(gatherOp, [
  {
    title: "channels of an image",
    inputs: { x: values(2, 4, 2, 3), indices: intTensor([3], [2, 0, 2]) },
    attributes: { axis: 1 },
  },
  {
    title: "rows by a matrix",
    inputs: { x: values(5, 3), indices: intTensor([2, 2], [0, 4, 3, 0]) },
    attributes: {},
  },
]);
