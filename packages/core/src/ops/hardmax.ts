/** 1 where the largest element stands, and 0 elsewhere: https://onnx.ai/onnx/operators/onnx__Hardmax.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { defineShares, overLastAxis } from "./shares.js";
import { STEPS } from "../gradient.js";

export const hardmaxOp = defineShares({
  name: "hardmax",
  summary: "1 where x is largest over `axes`, at the first of equals, and 0 elsewhere",
  operator: "Hardmax",
  map: markRun,
  operations: 1,
  gradient: STEPS,
  tfjs: { absent: "tfjs has no such operation" },
});

export const hardmaxDecomposition = defineDecomposition(hardmaxOp, ({ x }, over) => overLastAxis(x, over, hardmax));

export const hardmax = layerOf(hardmaxOp, "hardmax({ axes: 1 })(x)");

function markRun(x: Float32Array, y: Float32Array, start: number, end: number): void {
  let first = start;
  for (let index = start + 1; index < end; index += 1) if (x[index]! > x[first]!) first = index;
  y[first] = 1;
}
