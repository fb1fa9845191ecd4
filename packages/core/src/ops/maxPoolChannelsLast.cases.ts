import { casesOf, tied, values } from "./caseInputs.js";
import { maxPoolChannelsLastOp } from "./maxPoolChannelsLast.js";

export const cases = casesOf(maxPoolChannelsLastOp, [
  { title: "2x2 stride 2 on odd sides", inputs: { x: tied(2, 5, 7, 2) }, attributes: { kernel: 2, stride: 2 } },
  {
    title: "another kernel and stride along each side",
    inputs: { x: values(1, 6, 7, 3) },
    attributes: { kernel: [3, 2], stride: [1, 2] },
  },
]);
