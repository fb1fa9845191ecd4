import { casesOf, values } from "./caseInputs.js";
import { convChannelsLastOp } from "./convChannelsLast.js";

export const cases = casesOf(convChannelsLastOp, [
  {
    title: "3x3 with bias, batch 2",
    inputs: { x: values(2, 5, 7, 3), weight: values(3, 3, 3, 4), bias: values(4) },
    attributes: { padding: 1 },
  },
  {
    title: "another padding on each side, no bias",
    inputs: { x: values(1, 4, 5, 2), weight: values(3, 2, 2, 3) },
    attributes: { padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
  },
  {
    title: "dilation",
    inputs: { x: values(1, 11, 9, 2), weight: values(3, 3, 2, 3), bias: values(3) },
    attributes: { dilation: [4, 2], padding: [4, 2] },
  },
  {
    title: "stride and dilation",
    inputs: { x: values(1, 11, 9, 2), weight: values(3, 3, 2, 3), bias: values(3) },
    attributes: { stride: [4, 3], dilation: [2, 3], padding: { top: 1, left: 2, bottom: 0, right: 3 } },
  },
]);
