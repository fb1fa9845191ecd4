import { castTensor, floatTensor } from "../tensor.js";
import { casesOf, thirds } from "./caseInputs.js";
import { castOp } from "./cast.js";

export const cases = casesOf(castOp, [
  { title: "an image to float16", inputs: { x: thirds(2, 3, 3, 5) }, attributes: { to: "float16" } },
  {
    title: "an image of float16 to float32",
    inputs: { x: castTensor(thirds(2, 3, 3, 5), "float16") },
    attributes: { to: "float32" },
  },
  {
    title: "the largest of float16, and halves of its steps there",
    inputs: { x: floatTensor([6], [65504, -65519, 65488, -65456, 32776, 32792]) },
    attributes: { to: "float16" },
  },
  {
    title: "the smallest of float16, and halves of its steps there",
    inputs: { x: floatTensor([6], [2 ** -24, -(2 ** -25), 1.5 * 2 ** -24, 2.5 * 2 ** -24, 2 ** -14, 1e-9]) },
    attributes: { to: "float16" },
  },
  { title: "to the type it is", inputs: { x: thirds(5) }, attributes: { to: "float32" } },
]);
