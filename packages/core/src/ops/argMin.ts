/** Where the smallest element stands: https://onnx.ai/onnx/operators/onnx__ArgMin.html */
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { defineExtreme } from "./extreme.js";
import { reshape } from "./reshape.js";

export const argMinOp = defineExtreme({
  name: "argMin",
  summary: "where along `axis` x is smallest, at the first of equals or the `last`",
  operator: "ArgMin",
  first: (data, start, end) => {
    let place = start;
    for (let index = start + 1; index < end; index += 1) if (data[index]! < data[place]!) place = index;
    return place - start;
  },
  last: (data, start, end) => {
    let place = start;
    for (let index = start + 1; index < end; index += 1) if (data[index]! <= data[place]!) place = index;
    return place - start;
  },
});

export const argMinDecomposition = defineDecomposition(argMinOp, ({ x }, { keepDims, ...given }) =>
  keepDims
    ? { y: reshape({ shape: x.type.shape.with(given.axis, 1) })(argMin({ ...given, keepDims: false })(x)) }
    : undefined,
);

export const argMin = layerOf(argMinOp, "argMin({ axis: 1 })(x)");
