import { floatTensor } from "../tensor.js";
import { casesOf } from "./caseInputs.js";
import { isNaNOp } from "./isNaN.js";

export const cases = casesOf(isNaNOp, [
  { title: "some of few", inputs: { x: floatTensor([5], [1, NaN, 0, Infinity, NaN]) }, attributes: {} },
]);
