import { casesOf, values } from "./caseInputs.js";
import { tileOp } from "./tile.js";

export const cases = casesOf(tileOp, [
  { title: "rows and columns of an image", inputs: { x: values(1, 2, 2, 3) }, attributes: { repeats: [1, 1, 3, 2] } },
  { title: "a row", inputs: { x: values(4) }, attributes: { repeats: [3] } },
]);
