import { casesOf, values } from "./caseInputs.js";
import { concatOp } from "./concat.js";

export const cases = casesOf(concatOp, [
  { title: "channels, batch 2", inputs: { xs: [values(2, 3, 3, 5), values(2, 1, 3, 5)] }, attributes: {} },
  {
    title: "three along the batch",
    inputs: { xs: [values(1, 2), values(3, 2), values(2, 2)] },
    attributes: { axis: 0 },
  },
  { title: "columns", inputs: { xs: [values(2, 1, 3, 2), values(2, 1, 3, 5)] }, attributes: { axis: 3 } },
  { title: "a single tensor", inputs: { xs: [values(1, 2, 3, 3)] }, attributes: {} },
]);
