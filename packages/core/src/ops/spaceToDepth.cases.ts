import { casesOf, values } from "./caseInputs.js";
import { spaceToDepthOp } from "./spaceToDepth.js";

export const cases = casesOf(spaceToDepthOp, [
  { title: "2x2 blocks, batch 2", inputs: { x: values(2, 3, 4, 6) }, attributes: { block: 2 } },
  { title: "one block of 3x3", inputs: { x: values(1, 2, 3, 3) }, attributes: { block: 3 } },
  { title: "blocks of one row and two columns", inputs: { x: values(1, 2, 3, 4) }, attributes: { block: [1, 2] } },
]);
