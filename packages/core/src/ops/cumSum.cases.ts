import { casesOf, values } from "./caseInputs.js";
import { cumSumOp } from "./cumSum.js";

export const cases = casesOf(cumSumOp, [
  { title: "channels, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: { axis: 1 } },
  {
    title: "rows, from the end, each without itself",
    inputs: { x: values(3, 4) },
    attributes: { axis: -1, exclusive: true, reverse: true },
  },
]);
