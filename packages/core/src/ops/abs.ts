/** The distance from zero: https://onnx.ai/onnx/operators/onnx__Abs.html */
import { layerOf } from "../defineLayer.js";
import { NUMBER_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { elementwise, elementwiseCost, OF_ONE } from "./elementwise.js";

export const absOp = defineOp({
  ...OF_ONE,
  name: "abs",
  summary: "x without its sign",
  types: { T: NUMBER_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }) => ({ y: elementwise(x, dropSigns) }),
  gradient: { x: (g, { x, dy }) => g.mul(dy, g.sign(x)) },
  onnx: [plainForm("Abs", 6)],
  tfjs: { write: () => ({ op: "Abs" }) },
});

export const abs = layerOf(absOp, "abs()(x)");

function dropSigns(x: Float32Array, y: Float32Array): void {
  // Math has nothing for 64-bit integers, and no comparison sees the sign of a zero.
  const isFloat = (y as object) instanceof Float32Array || (y as object) instanceof Float64Array;
  for (let index = 0; index < y.length; index += 1) {
    const value = x[index]!;
    if (isFloat) y[index] = Math.abs(value);
    else y[index] = value < 0 ? -value : value;
  }
}
