import { casesOf, values } from "./caseInputs.js";
import { depthwiseConvChannelsLastOp } from "./depthwiseConvChannelsLast.js";

export const cases = casesOf(depthwiseConvChannelsLastOp, [
  {
    title: "two filters a channel with bias, batch 2",
    inputs: { x: values(2, 5, 7, 3), weight: values(3, 3, 3, 2), bias: values(6) },
    attributes: { padding: 1 },
  },
  {
    title: "stride 2, another padding on each side, no bias",
    inputs: { x: values(1, 6, 5, 4), weight: values(3, 2, 4, 1) },
    attributes: { padding: { top: 2, left: 0, bottom: 1, right: 1 }, stride: 2 },
  },
  {
    title: "dilation",
    inputs: { x: values(1, 9, 8, 2), weight: values(3, 3, 2, 1), bias: values(2) },
    attributes: { dilation: [2, 3], padding: 2 },
  },
  {
    title: "stride and dilation",
    inputs: { x: values(1, 11, 9, 2), weight: values(3, 3, 2, 1), bias: values(2) },
    attributes: { stride: [4, 3], dilation: [2, 3], padding: { top: 1, left: 2, bottom: 0, right: 3 } },
  },
]);
