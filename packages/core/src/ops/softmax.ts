/** Shares of the powers of e, which add up to 1: https://onnx.ai/onnx/operators/onnx__Softmax.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { defineShares, overLastAxis, tfjsShares } from "./shares.js";
import { largestOf } from "./softmaxRun.js";

export const softmaxOp = defineShares({
  name: "softmax",
  summary: "e to the x, divided by the sum of these over `axes`",
  operator: "Softmax",
  map: shareRun,
  // A comparison, a difference, a power, an addition and a division.
  operations: 5,
  gradient: { x: (g, { y, dy }, { axes }) => g.mul(y, g.sub(dy, g.sum(g.mul(dy, y), axes))) },
  tfjs: tfjsShares("Softmax"),
});

export const softmaxDecomposition = defineDecomposition(softmaxOp, ({ x }, over) => overLastAxis(x, over, softmax));

export const softmax = layerOf(softmaxOp, "softmax({ axes: 1 })(x)");

function shareRun(x: Float32Array, y: Float32Array, start: number, end: number): void {
  const largest = largestOf(x, start, end);
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += Math.exp(x[index]! - largest);
  for (let index = start; index < end; index += 1) y[index] = Math.exp(x[index]! - largest) / sum;
}
