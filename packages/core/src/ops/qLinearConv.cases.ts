import { type Shape, castTensor, floatTensor } from "../tensor.js";
import { casesOf, filled } from "./caseInputs.js";
import { qLinearConvOp } from "./qLinearConv.js";

const whole = (dtype: "uint8" | "int8" | "int32", shape: Shape, valueAt: (index: number) => number) =>
  castTensor(filled(shape, valueAt), dtype);
const one = (dtype: "uint8" | "int8", value: number) => whole(dtype, [], () => value);
const x = whole("uint8", [2, 4, 5, 4], (index) => (index * 37) % 251);

export const cases = casesOf(qLinearConvOp, [
  {
    title: "a scale for each filter, with bias, batch 2",
    inputs: {
      x,
      xScale: floatTensor([], [0.02]),
      xZeroPoint: one("uint8", 114),
      weight: whole("int8", [3, 4, 3, 3], (index) => ((index * 29) % 255) - 127),
      weightScale: floatTensor([3], [0.01, 0.003, 0.0125]),
      weightZeroPoint: whole("int8", [3], () => 0),
      yScale: floatTensor([], [0.07]),
      yZeroPoint: one("uint8", 121),
      bias: whole("int32", [3], (index) => (index - 1) * 3000),
    },
    attributes: { padding: 1 },
  },
  {
    title: "one scale for all filters, two groups",
    inputs: {
      x,
      xScale: floatTensor([], [0.02]),
      xZeroPoint: one("uint8", 3),
      weight: whole("uint8", [4, 2, 2, 3], (index) => (index * 53) % 256),
      weightScale: floatTensor([], [0.011]),
      weightZeroPoint: one("uint8", 130),
      yScale: floatTensor([], [0.3]),
      yZeroPoint: one("uint8", 60),
    },
    attributes: { groups: 2, stride: [2, 1], padding: { top: 1, left: 0, bottom: 0, right: 2 } },
  },
]);
