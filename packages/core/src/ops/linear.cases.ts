import { casesOf, values } from "./caseInputs.js";
import { linearOp } from "./linear.js";

export const cases = casesOf(linearOp, [
  { title: "three rows", inputs: { x: values(3, 5), weight: values(5, 4), bias: values(4) }, attributes: {} },
]);
