import { castTensor, floatTensor } from "../tensor.js";
import { bitShiftOp } from "./bitShift.js";
import { casesOf } from "./caseInputs.js";

const bytes = (...data: readonly number[]) => castTensor(floatTensor([data.length], data), "uint8");

export const cases = casesOf(bitShiftOp, [
  { title: "to the left", inputs: { a: bytes(1, 255, 170), b: bytes(7, 1, 4) }, attributes: { direction: "left" } },
  { title: "to the right", inputs: { a: bytes(128, 255, 170), b: bytes(7, 1, 4) }, attributes: { direction: "right" } },
]);
