import { castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled } from "./caseInputs.js";
import { convIntegerOp } from "./convInteger.js";

const bytes = (...shape: number[]) =>
  castTensor(
    filled(shape, (index) => (index * 37) % 251),
    "uint8",
  );

export const cases = casesOf(convIntegerOp, [
  {
    title: "from zero, batch 2",
    inputs: { x: bytes(2, 3, 5, 4), weight: bytes(4, 3, 3, 3) },
    attributes: { padding: { top: 1, left: 0, bottom: 2, right: 1 }, stride: [2, 1] },
  },
  {
    title: "from zero points, two groups",
    inputs: {
      x: bytes(1, 4, 5, 5),
      weight: bytes(6, 2, 3, 3),
      xZeroPoint: castTensor(floatTensor([], [120]), "uint8"),
      weightZeroPoint: castTensor(floatTensor([], [131]), "uint8"),
    },
    attributes: { groups: 2, padding: 1 },
  },
]);
