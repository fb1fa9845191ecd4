import { averagePoolOp } from "./averagePool.js";
import { casesOf, values } from "./caseInputs.js";

export const cases = casesOf(averagePoolOp, [
  {
    title: "2x2 stride 2 on odd sides, batch 2",
    inputs: { x: values(2, 3, 5, 7) },
    attributes: { kernel: 2, stride: 2 },
  },
  {
    title: "of what windows cover, another padding at each end",
    inputs: { x: values(1, 2, 5, 6) },
    attributes: { kernel: [3, 2], stride: [2, 1], padding: { top: 1, left: 0, bottom: 2, right: 1 } },
  },
  {
    title: "along lines, with zeros around them",
    inputs: { x: values(2, 3, 8) },
    attributes: { kernel: 4, stride: 2, padding: { begin: [1], end: [2] }, countPadding: true },
  },
  { title: "dilation", inputs: { x: values(1, 2, 7, 7) }, attributes: { kernel: 2, dilation: [2, 3] } },
  {
    title: "through volumes",
    inputs: { x: values(1, 2, 4, 5, 6) },
    attributes: { kernel: [2, 1, 4], padding: [1, 0, 1] },
  },
]);
