import { casesOf, values } from "./caseInputs.js";
import { depthToSpaceOp } from "./depthToSpace.js";

export const cases = casesOf(depthToSpaceOp, [
  { title: "2x2 blocks, batch 2", inputs: { x: values(2, 12, 2, 3) }, attributes: { block: 2 } },
  { title: "3x3 blocks of one pixel", inputs: { x: values(1, 18, 1, 1) }, attributes: { block: 3 } },
  { title: "blocks of two rows and one column", inputs: { x: values(1, 4, 3, 2) }, attributes: { block: [2, 1] } },
  {
    title: "channels first",
    inputs: { x: values(2, 12, 2, 3) },
    attributes: { block: 2, order: "CRD" },
  },
]);
