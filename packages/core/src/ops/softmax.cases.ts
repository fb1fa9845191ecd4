import { casesOf, values } from "./caseInputs.js";
import { softmaxOp } from "./softmax.js";

export const cases = casesOf(softmaxOp, [
  { title: "channels, batch 2", inputs: { x: values(2, 3, 4, 5) }, attributes: { axes: 1 } },
  { title: "rows", inputs: { x: values(3, 4) }, attributes: {} },
  { title: "columns of images", inputs: { x: values(1, 3, 2, 4) }, attributes: { axes: -1 } },
  { title: "all but the batch", inputs: { x: values(2, 3, 2) }, attributes: { axes: [1, 2] } },
]);
