import { casesOf, values } from "./caseInputs.js";
import { batchNormByBatchOp } from "./batchNormByBatch.js";

export const cases = casesOf(batchNormByBatchOp, [
  {
    title: "three channels, batch 2",
    inputs: { x: values(2, 3, 5, 4), scale: values(3), bias: values(3) },
    attributes: { epsilon: 1e-3 },
  },
  { title: "along lines", inputs: { x: values(2, 2, 7), scale: values(2), bias: values(2) }, attributes: {} },
  { title: "no axes but the batch", inputs: { x: values(5, 2), scale: values(2), bias: values(2) }, attributes: {} },
]);
