import { casesOf, values } from "./caseInputs.js";
import { convTransposeOp } from "./convTranspose.js";

export const cases = casesOf(convTransposeOp, [
  {
    title: "3x3 stride 2 to an even size, batch 2",
    inputs: { x: values(2, 3, 3, 4), weight: values(3, 2, 3, 3), bias: values(2) },
    attributes: { stride: 2, padding: 1, outputPadding: 1 },
  },
  {
    title: "3x3 stride 2 to an odd size",
    inputs: { x: values(1, 3, 3, 4), weight: values(3, 2, 3, 3), bias: values(2) },
    attributes: { stride: 2, padding: 1 },
  },
  {
    title: "output padding below only",
    inputs: { x: values(1, 2, 3, 3), weight: values(2, 2, 3, 3) },
    attributes: { stride: 2, padding: 1, outputPadding: [1, 0] },
  },
  {
    title: "2x2 stride 2, every pixel a window of its own",
    inputs: { x: values(1, 4, 3, 5), weight: values(4, 3, 2, 2), bias: values(3) },
    attributes: { stride: 2 },
  },
  {
    title: "stride 1",
    inputs: { x: values(1, 2, 4, 3), weight: values(2, 5, 3, 3) },
    attributes: { padding: 1 },
  },
  {
    title: "two groups, batch 2",
    inputs: { x: values(2, 4, 3, 3), weight: values(4, 3, 3, 3), bias: values(6) },
    attributes: { groups: 2, stride: 2, padding: 1, outputPadding: 1 },
  },
  {
    title: "dilation and another padding on each side",
    inputs: { x: values(1, 2, 4, 4), weight: values(2, 2, 3, 2) },
    attributes: { dilation: [2, 3], padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
  },
  {
    title: "along lines, batch 2",
    inputs: { x: values(2, 3, 5), weight: values(3, 2, 3), bias: values(2) },
    attributes: { stride: 2, padding: { begin: [1], end: [0] }, outputPadding: 1 },
  },
  {
    title: "through volumes, two groups",
    inputs: { x: values(1, 4, 2, 3, 2), weight: values(4, 3, 2, 3, 2), bias: values(6) },
    attributes: { groups: 2, stride: [1, 2, 3], padding: [0, 1, 0], outputPadding: [0, 1, 2] },
  },
]);
