import { intTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { maxUnpoolOp } from "./maxUnpool.js";

export const cases = casesOf(maxUnpoolOp, [
  {
    title: "2x2 stride 2 to an even size, batch 2",
    inputs: { x: values(2, 2, 1, 2), indices: intTensor([2, 2, 1, 2], [0, 7, 9, 10, 20, 19, 28, 27]) },
    attributes: { kernel: 2, stride: 2, size: [2, 4] },
  },
  {
    title: "2x2 stride 2 to an odd size, batch 2",
    inputs: { x: values(2, 2, 1, 2), indices: intTensor([2, 2, 1, 2], [6, 3, 15, 23, 30, 32, 51, 47]) },
    attributes: { kernel: 2, stride: 2, size: [3, 5] },
  },
  {
    title: "lines to an even length, batch 2",
    inputs: { x: values(2, 1, 3), indices: intTensor([2, 1, 3], [1, 2, 4, 6, 9, 11]) },
    attributes: { kernel: 2, stride: 2, size: 6 },
  },
  {
    title: "volumes to even sides",
    inputs: { x: values(1, 2, 1, 2, 1), indices: intTensor([1, 2, 1, 2, 1], [6, 11, 16, 30]) },
    attributes: { kernel: 2, stride: 2, size: [2, 4, 2] },
  },
]);
