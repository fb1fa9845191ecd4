import { castTensor } from "../tensor.js";
import { casesOf, filled, values } from "./caseInputs.js";
import { modOp } from "./mod.js";

const counted = (shape: readonly number[], first: number) =>
  castTensor(
    filled(shape, (index) => first + index),
    "int32",
  );

export const cases = casesOf(modOp, [
  {
    title: "floats, with the sign of a",
    inputs: { a: values(3, 5), b: filled([5], (index) => index - 2.5) },
    attributes: { sign: "a" },
  },
  { title: "integers, with the sign of b", inputs: { a: counted([3, 5], -7), b: counted([5], 1) }, attributes: {} },
]);
