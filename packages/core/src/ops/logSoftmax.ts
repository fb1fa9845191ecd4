/** Logarithms of softmax: https://onnx.ai/onnx/operators/onnx__LogSoftmax.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { defineShares, overLastAxis, tfjsShares } from "./shares.js";
import { logSumExp } from "./softmaxRun.js";

export const logSoftmaxOp = defineShares({
  name: "logSoftmax",
  summary: "x minus the logarithm of the sum of e to the x over `axes`",
  operator: "LogSoftmax",
  map: shiftRun,
  // A comparison, two differences, a power and an addition.
  operations: 5,
  gradient: { x: (g, { y, dy }, { axes }) => g.sub(dy, g.mul(g.exp(y), g.sum(dy, axes))) },
  tfjs: tfjsShares("LogSoftmax"),
});

export const logSoftmaxDecomposition = defineDecomposition(logSoftmaxOp, ({ x }, over) =>
  overLastAxis(x, over, logSoftmax),
);

export const logSoftmax = layerOf(logSoftmaxOp, "logSoftmax({ axes: 1 })(x)");

function shiftRun(x: Float32Array, y: Float32Array, start: number, end: number): void {
  const shift = logSumExp(x, start, end);
  for (let index = start; index < end; index += 1) y[index] = x[index]! - shift;
}
