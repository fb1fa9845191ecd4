/** Where the largest element stands: https://onnx.ai/onnx/operators/onnx__ArgMax.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { defineExtreme } from "./extreme.js";
import { reshape } from "./reshape.js";

export const argMaxOp = defineExtreme({
  name: "argMax",
  summary: "where along `axis` x is largest, at the first of equals or the `last`",
  operator: "ArgMax",
  first: (data, start, end) => {
    let place = start;
    for (let index = start + 1; index < end; index += 1) if (data[index]! > data[place]!) place = index;
    return place - start;
  },
  last: (data, start, end) => {
    let place = start;
    for (let index = start + 1; index < end; index += 1) if (data[index]! >= data[place]!) place = index;
    return place - start;
  },
});

export const argMaxDecomposition = defineDecomposition(argMaxOp, ({ x }, { keepDims, ...given }) =>
  keepDims
    ? { y: reshape({ shape: x.type.shape.with(given.axis, 1) })(argMax({ ...given, keepDims: false })(x)) }
    : undefined,
);

export const argMax = layerOf(argMaxOp, "argMax({ axis: 1 })(x)");
