import { floatTensor } from "../tensor.js";
import { casesOf } from "./caseInputs.js";
import { isInfOp } from "./isInf.js";

const x = floatTensor([5], [1, -Infinity, 0, Infinity, NaN]);

export const cases = casesOf(isInfOp, [
  { title: "on both sides of zero", inputs: { x }, attributes: {} },
  { title: "below zero", inputs: { x }, attributes: { positive: false } },
]);
