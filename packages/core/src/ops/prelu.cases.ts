import { floatTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { preluOp } from "./prelu.js";

export const cases = casesOf(preluOp, [
  {
    title: "one slope a channel, batch 2",
    inputs: { x: values(2, 3, 3, 5), slope: values(3, 1, 1) },
    attributes: {},
  },
  {
    title: "one slope a row",
    inputs: { x: values(1, 2, 3, 3), slope: values(3, 1) },
    attributes: {},
  },
  { title: "one slope", inputs: { x: values(2, 3), slope: floatTensor([1], [0.25]) }, attributes: {} },
]);
