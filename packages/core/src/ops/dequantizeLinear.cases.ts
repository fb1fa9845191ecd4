import { castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled } from "./caseInputs.js";
import { dequantizeLinearOp } from "./dequantizeLinear.js";

export const cases = casesOf(dequantizeLinearOp, [
  {
    title: "one scale for all, of uint8",
    inputs: {
      x: castTensor(
        filled([2, 3, 4], (index) => index * 11),
        "uint8",
      ),
      scale: floatTensor([], [0.25]),
      zeroPoint: castTensor(floatTensor([], [128]), "uint8"),
    },
    attributes: {},
  },
  {
    title: "a scale for each channel, of int8 from zero",
    inputs: {
      x: castTensor(
        filled([1, 3, 2, 5], (index) => index * 8 - 128),
        "int8",
      ),
      scale: floatTensor([3], [0.5, 0.25, 3]),
    },
    attributes: {},
  },
]);
