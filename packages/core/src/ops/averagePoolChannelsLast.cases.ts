import { averagePoolChannelsLastOp } from "./averagePoolChannelsLast.js";
import { casesOf, values } from "./caseInputs.js";

export const cases = casesOf(averagePoolChannelsLastOp, [
  {
    title: "another kernel and stride along each side",
    inputs: { x: values(2, 6, 7, 3) },
    attributes: { kernel: [4, 2], stride: [1, 2] },
  },
]);
