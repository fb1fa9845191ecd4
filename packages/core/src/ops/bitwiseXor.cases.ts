import { castTensor, floatTensor } from "../tensor.js";
import { bitwiseXorOp } from "./bitwiseXor.js";
import { casesOf } from "./caseInputs.js";

export const cases = casesOf(bitwiseXorOp, [
  {
    title: "bytes, by a row",
    inputs: {
      a: castTensor(floatTensor([2, 3], [0, 255, 170, 15, 129, 1]), "uint8"),
      b: castTensor(floatTensor([3], [85, 240, 255]), "uint8"),
    },
    attributes: {},
  },
]);
