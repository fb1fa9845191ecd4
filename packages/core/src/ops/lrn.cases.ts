import { casesOf, values } from "./caseInputs.js";
import { lrnOp } from "./lrn.js";

export const cases = casesOf(lrnOp, [
  { title: "three channels", inputs: { x: values(2, 5, 2, 3) }, attributes: { size: 3, alpha: 0.5 } },
  {
    title: "as many channels as there are",
    inputs: { x: values(1, 5, 2, 3) },
    attributes: { size: 5, alpha: 0.25, beta: 0.5, bias: 2 },
  },
]);
