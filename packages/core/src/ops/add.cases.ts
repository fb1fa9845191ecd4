import { floatTensor } from "../tensor.js";
import { casesOf, values } from "./caseInputs.js";
import { addOp } from "./add.js";

export const cases = casesOf(addOp, [
  { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: values(2, 3, 5, 7) }, attributes: {} },
  { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: values(3, 1, 1) }, attributes: {} },
  { title: "both stretched", inputs: { a: values(2, 1, 3), b: values(4, 1) }, attributes: {} },
  { title: "a scalar", inputs: { a: values(3, 2), b: floatTensor([], [-0.5]) }, attributes: {} },
]);
