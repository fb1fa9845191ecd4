import { type Shape, castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled } from "./caseInputs.js";
import { qLinearMatMulOp } from "./qLinearMatMul.js";

const bytes = (...shape: Shape) =>
  castTensor(
    filled(shape, (index) => (index * 37) % 251),
    "uint8",
  );
const zeroPoint = (value: number) => castTensor(floatTensor([], [value]), "uint8");

export const cases = casesOf(qLinearMatMulOp, [
  {
    title: "two stacks by a matrix",
    inputs: {
      a: bytes(2, 3, 5),
      aScale: floatTensor([], [0.011]),
      aZeroPoint: zeroPoint(120),
      b: bytes(5, 4),
      bScale: floatTensor([], [0.02]),
      bZeroPoint: zeroPoint(99),
      yScale: floatTensor([], [0.07]),
      yZeroPoint: zeroPoint(128),
    },
    attributes: {},
  },
]);
