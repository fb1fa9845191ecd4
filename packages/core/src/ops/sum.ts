/** Sum and mean of any number of tensors, as additions: https://onnx.ai/onnx/operators/onnx__Sum.html */
import type { SymbolicTensor } from "../builder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { scalarsLike } from "./scalars.js";

export const sumOfAll = defineExpansion({
  operator: "Sum",
  from: 6,
  inputs: ["xs..."],
  build: ({ xs }) => total(xs),
});

export const meanOfAll = defineExpansion({
  operator: "Mean",
  from: 6,
  inputs: ["xs..."],
  build: ({ xs }, _, { builder }) => {
    const sum = total(xs);
    return xs.length === 1 ? sum : div()(sum, scalarsLike(sum, builder)("count", xs.length));
  },
});

function total(xs: readonly SymbolicTensor[]): SymbolicTensor {
  return xs.reduce((sum, x) => add()(sum, x));
}
