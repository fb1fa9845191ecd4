import { intTensor } from "../tensor.js";
import { casesOf, filled, values } from "./caseInputs.js";
import { scatterElementsOp } from "./scatterElements.js";

export const cases = casesOf(scatterElementsOp, [
  {
    title: "columns of rows",
    inputs: {
      x: values(3, 5),
      indices: intTensor([3, 2], [4, 0, 1, 2, 2, 3]),
      updates: filled([3, 2], (index) => index),
    },
    attributes: { axis: 1 },
  },
]);
