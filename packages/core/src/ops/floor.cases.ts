import { casesOf, filled } from "./caseInputs.js";
import { floorOp } from "./floor.js";

export const cases = casesOf(floorOp, [
  { title: "halves of both signs", inputs: { x: filled([3, 9], (index) => (index - 13) / 2) }, attributes: {} },
]);
