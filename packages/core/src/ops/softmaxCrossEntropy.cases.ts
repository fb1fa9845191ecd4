import { intTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { softmaxCrossEntropyOp } from "./softmaxCrossEntropy.js";

export const cases = casesOf(softmaxCrossEntropyOp, [
  {
    title: "pixels of two images",
    inputs: { x: values(2, 3, 2, 2), labels: intTensor([2, 1, 2, 2], [0, 2, 1, 1, 2, 0, 0, 1]) },
    attributes: {},
  },
  {
    title: "a label for each of a batch",
    inputs: { x: values(3, 4), labels: intTensor([3, 1], [3, 0, 2]) },
    attributes: {},
  },
]);
