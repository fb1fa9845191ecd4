import { casesOf, values } from "./caseInputs.js";
import { matMulOp } from "./matMul.js";

export const cases = casesOf(matMulOp, [
  { title: "two matrices", inputs: { a: values(3, 5), b: values(5, 4) }, attributes: {} },
  { title: "a stack each", inputs: { a: values(5, 3, 4), b: values(5, 4, 2) }, attributes: {} },
  { title: "one matrix for a stack", inputs: { a: values(6, 3, 4), b: values(4, 2) }, attributes: {} },
]);
