import { intTensor } from "../tensor.js";
import { casesOf, filled, values } from "./caseInputs.js";
import { scatterNDOp } from "./scatterND.js";

export const cases = casesOf(scatterNDOp, [
  {
    title: "rows of planes",
    inputs: { x: values(2, 3, 4), indices: intTensor([2, 2], [1, 2, 0, 0]), updates: filled([2, 4], (index) => index) },
    attributes: {},
  },
  {
    title: "elements",
    inputs: { x: values(3, 4), indices: intTensor([3, 2], [2, 3, 0, 0, 1, 3]), updates: filled([3], (index) => index) },
    attributes: {},
  },
]);
