import { castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled } from "./caseInputs.js";
import { matMulIntegerOp } from "./matMulInteger.js";

const bytes = (...shape: number[]) =>
  castTensor(
    filled(shape, (index) => (index * 37) % 251),
    "uint8",
  );

export const cases = casesOf(matMulIntegerOp, [
  { title: "from zero", inputs: { a: bytes(2, 4), b: bytes(4, 3) }, attributes: {} },
  {
    title: "from zero points, two stacks by a matrix",
    inputs: {
      a: bytes(2, 3, 5),
      b: bytes(5, 4),
      aZeroPoint: castTensor(floatTensor([], [100]), "uint8"),
      bZeroPoint: castTensor(floatTensor([4], [131, 5, 0, 200]), "uint8"),
    },
    attributes: {},
  },
]);
