import { casesOf, tied, values } from "./caseInputs.js";
import { maxPool2dChannelsLastOp } from "./maxPool2dChannelsLast.js";

export const cases = casesOf(maxPool2dChannelsLastOp, [
  { title: "2x2 stride 2 on odd sides", inputs: { x: tied(2, 5, 7, 2) }, attributes: { kernel: 2, stride: 2 } },
  {
    title: "another kernel and stride along each side",
    inputs: { x: values(1, 6, 7, 3) },
    attributes: { kernel: [3, 2], stride: [1, 2] },
  },
]);
