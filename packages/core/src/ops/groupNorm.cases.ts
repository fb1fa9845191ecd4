import { casesOf, values } from "./caseInputs.js";
import { groupNormOp } from "./groupNorm.js";

export const cases = casesOf(groupNormOp, [
  {
    title: "two groups of images, batch 2",
    inputs: { x: values(2, 4, 3, 2), scale: values(4), bias: values(4) },
    attributes: { groups: 2, epsilon: 0.25 },
  },
]);
