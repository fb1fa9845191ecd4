import { intTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { gatherNDOp } from "./gatherND.js";

export const cases = casesOf(gatherNDOp, [
  {
    title: "elements of a matrix",
    inputs: { x: values(3, 4), indices: intTensor([3, 2], [2, 3, 0, 0, 1, 2]) },
    attributes: {},
  },
  {
    title: "rows of planes",
    inputs: { x: values(2, 3, 4), indices: intTensor([2, 1, 2], [1, 2, 0, 0]) },
    attributes: {},
  },
  {
    title: "rows of each of a batch",
    inputs: { x: values(2, 3, 4), indices: intTensor([2, 2, 1], [2, 0, 1, 1]) },
    attributes: { batchDims: 1 },
  },
]);
