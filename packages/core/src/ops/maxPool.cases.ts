import { floatTensor } from "../tensor.js";
import { casesOf, tied, values } from "./caseInputs.js";
import { maxPoolOp } from "./maxPool.js";

export const cases = casesOf(maxPoolOp, [
  { title: "2x2 stride 2 with ties, batch 2", inputs: { x: tied(2, 3, 4, 6) }, attributes: { kernel: 2, stride: 2 } },
  { title: "2x2 stride 2 on odd sides", inputs: { x: tied(2, 2, 5, 7) }, attributes: { kernel: 2, stride: 2 } },
  {
    title: "3x3 stride 2 over a border",
    inputs: { x: values(1, 3, 7, 8) },
    attributes: { kernel: 3, stride: 2, padding: 1 },
  },
  {
    title: "negative values do not lose to the border",
    inputs: { x: floatTensor([1, 1, 2, 2], [-4, -3, -2, -1]) },
    attributes: { kernel: 3, stride: 2, padding: 1 },
  },
  {
    title: "another kernel, stride and padding along each side",
    inputs: { x: tied(1, 2, 6, 7) },
    attributes: { kernel: [3, 2], stride: [1, 2], padding: { top: 2, left: 0, bottom: 1, right: 1 } },
  },
  { title: "dilation", inputs: { x: values(1, 2, 7, 7) }, attributes: { kernel: 3, dilation: [2, 3] } },
  {
    title: "along lines, over a border, batch 2",
    inputs: { x: tied(2, 3, 8) },
    attributes: { kernel: 3, stride: 2, padding: { begin: [1], end: [2] } },
  },
  {
    title: "through volumes",
    inputs: { x: tied(1, 2, 4, 5, 6) },
    attributes: { kernel: [2, 3, 2], stride: [2, 1, 2], padding: [0, 1, 0] },
  },
]);
