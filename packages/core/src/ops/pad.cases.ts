import { casesOf, values } from "./caseInputs.js";
import { padOp } from "./pad.js";

export const cases = casesOf(padOp, [
  {
    title: "zeros below and to the right",
    inputs: { x: values(2, 3, 3, 5) },
    attributes: { before: [0, 0, 0, 0], after: [0, 0, 1, 2] },
  },
  {
    title: "channels",
    inputs: { x: values(2, 1, 3, 2) },
    attributes: { before: [0, 0, 0, 0], after: [0, 3, 0, 0] },
  },
  {
    title: "a value on every side",
    inputs: { x: values(2, 3) },
    attributes: { before: [1, 2], after: [3, 0], value: -1.5 },
  },
  {
    title: "a mirror around an image",
    inputs: { x: values(1, 2, 4, 3) },
    attributes: { before: [0, 0, 2, 1], after: [0, 0, 3, 2], mode: "reflect" },
  },
  {
    title: "the edges of an image",
    inputs: { x: values(1, 2, 2, 3) },
    attributes: { before: [0, 0, 3, 0], after: [0, 0, 1, 2], mode: "edge" },
  },
  {
    title: "the other end of each axis",
    inputs: { x: values(2, 3) },
    attributes: { before: [2, 1], after: [0, 3], mode: "wrap" },
  },
]);
