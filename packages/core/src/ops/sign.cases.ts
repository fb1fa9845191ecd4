import { floatTensor } from "../tensor.js";
import { casesOf } from "./caseInputs.js";
import { signOp } from "./sign.js";

export const cases = casesOf(signOp, [
  { title: "both sides of zero", inputs: { x: floatTensor([5], [-3, -0.25, 0, 2 ** -20, 7]) }, attributes: {} },
]);
