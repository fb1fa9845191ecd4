import { castTensor, floatTensor } from "../tensor.js";
import { bitwiseNotOp } from "./bitwiseNot.js";
import { casesOf } from "./caseInputs.js";

export const cases = casesOf(bitwiseNotOp, [
  {
    title: "bytes",
    inputs: { x: castTensor(floatTensor([2, 3], [0, 255, 170, 15, 129, 1]), "uint8") },
    attributes: {},
  },
]);
