import { casesOf, values } from "./caseInputs.js";
import { convOp } from "./conv.js";

export const cases = casesOf(convOp, [
  {
    title: "3x3 with bias, batch 2",
    inputs: { x: values(2, 3, 5, 7), weight: values(4, 3, 3, 3), bias: values(4) },
    attributes: { padding: 1 },
  },
  {
    title: "1x1 without bias",
    inputs: { x: values(1, 5, 3, 4), weight: values(2, 5, 1, 1) },
    attributes: {},
  },
  {
    title: "7x7 stride 2 on odd sides",
    inputs: { x: values(1, 3, 15, 13), weight: values(5, 3, 7, 7) },
    attributes: { stride: 2, padding: 3 },
  },
  {
    title: "two groups, batch 2",
    inputs: { x: values(2, 4, 5, 5), weight: values(6, 2, 3, 3), bias: values(6) },
    attributes: { groups: 2, padding: 1 },
  },
  {
    title: "fewer places than filters, two groups, batch 2",
    inputs: { x: values(2, 4, 5, 4), weight: values(10, 2, 3, 3) },
    attributes: { groups: 2, stride: 2, padding: { top: 1, left: 0, bottom: 0, right: 1 } },
  },
  {
    title: "a group for each channel",
    inputs: { x: values(1, 3, 6, 5), weight: values(3, 1, 3, 3) },
    attributes: { groups: 3, stride: [2, 1] },
  },
  {
    title: "dilation, more down than across",
    inputs: { x: values(1, 2, 11, 9), weight: values(3, 2, 3, 3), bias: values(3) },
    attributes: { dilation: [4, 2], padding: [4, 2] },
  },
  {
    title: "stride and dilation, with a common divisor and without",
    inputs: { x: values(1, 2, 11, 9), weight: values(3, 2, 3, 2) },
    attributes: { stride: [4, 2], dilation: [2, 3], padding: { top: 1, left: 2, bottom: 0, right: 3 } },
  },
  {
    title: "5x1 kernel",
    inputs: { x: values(1, 2, 7, 5), weight: values(2, 2, 5, 1) },
    attributes: { padding: [2, 0] },
  },
  {
    title: "another padding on each side",
    inputs: { x: values(1, 2, 4, 5), weight: values(2, 2, 3, 2) },
    attributes: { padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
  },
  {
    title: "along lines, batch 2",
    inputs: { x: values(2, 3, 11), weight: values(4, 3, 3), bias: values(4) },
    attributes: { stride: 2, padding: { begin: [2], end: [1] } },
  },
  {
    title: "along lines, a group for each channel, with dilation",
    inputs: { x: values(1, 3, 9), weight: values(6, 1, 3) },
    attributes: { groups: 3, padding: 2, dilation: 2 },
  },
  {
    title: "through volumes, two groups",
    inputs: { x: values(1, 4, 5, 4, 6), weight: values(6, 2, 3, 2, 3), bias: values(6) },
    attributes: { groups: 2, stride: [2, 1, 1], padding: { begin: [1, 0, 2], end: [1, 1, 0] } },
  },
  {
    title: "through volumes, with dilation, batch 2",
    inputs: { x: values(2, 2, 5, 5, 4), weight: values(2, 2, 2, 3, 2) },
    attributes: { dilation: [3, 1, 2], padding: [0, 1, 0] },
  },
]);
