/** Floats of whole numbers: https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html */
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { defineExpansion } from "../onnxExpansion.js";
import { defineOp } from "../op.js";
import { castTensor, elementCount, floatTensor } from "../tensor.js";
import { cast } from "./cast.js";
import { elementwiseCost } from "./elementwise.js";
import {
  NO_WHOLE_NUMBERS,
  QUANTIZED_TYPES,
  checkScaling,
  forEachScale,
  quantizationAttributes,
  scalingOf,
} from "./quantization.js";
import { DEQUANTIZING, quantizationForms, readScaling } from "./quantizationForms.js";
import { QUANTIZED } from "../gradient.js";

export const dequantizeLinearOp = defineOp({
  name: "dequantizeLinear",
  summary:
    "x without its `zeroPoint`, which is 0 unless it is given, times `scale`; one of both for all, for each place on `axis`, or for each `block` of places there",
  inputs: { x: "Q", scale: "T", "zeroPoint?": "Q" },
  outputs: { y: "T" },
  types: { T: ["float32"], Q: [...QUANTIZED_TYPES, "int32"] },
  attributes: quantizationAttributes,
  axes: "opaque",
  category: "arithmetic",
  unpacks: true,
  inferTypes: ({ x, scale, zeroPoint = scale }, given) => {
    checkScaling(x, [scale, zeroPoint], given);
    return { y: { dtype: scale.dtype, shape: x.shape } };
  },
  // A difference and a product.
  countCost: ({ zeroPoint }, { y }) => elementwiseCost((zeroPoint === undefined ? 1 : 2) * elementCount(y)),
  evaluate: ({ x, scale, zeroPoint }, given) => {
    const y = floatTensor(x.shape);
    const [scales, zeroPoints] = scalingOf(x, { scale, zeroPoint }, given);
    const { data } = castTensor(x, "float64");
    forEachScale(x.shape, given, (place, start, end) => {
      for (let index = start; index < end; index += 1)
        y.data[index] = Math.fround(data[index]! - zeroPoints[place]!) * scales[place]!;
    });
    return { y };
  },
  gradient: QUANTIZED,
  onnx: quantizationForms("DequantizeLinear"),
  tfjs: NO_WHOLE_NUMBERS,
});

export const dequantizeLinear = defineLayer({
  name: "dequantizeLinear",
  summary: dequantizeLinearOp.summary,
  attributes: quantizationAttributes,
  reads: ["x", "scale", "zeroPoint"],
  result: TENSOR,
  example: "dequantizeLinear()(quantized, scale, zeroPoint)",
  apply: (
    [x, scale, zeroPoint]: readonly [x: SymbolicTensor, scale: SymbolicTensor, zeroPoint: SymbolicTensor],
    given,
  ) => x.builder.apply(dequantizeLinearOp, { x, scale, zeroPoint }, given).y,
});

/** To halves, which are rounded after the product of floats. */
export const dequantizeToHalves = defineExpansion({
  operator: "DequantizeLinear",
  from: 19,
  attributes: DEQUANTIZING,
  inputs: ["x", "scale", "zeroPoint?"],
  build: ({ x, scale, zeroPoint }, node, { builder }) => {
    if (scale.type.dtype !== "float16") return undefined;
    const inputs = { x, scale: cast({ to: "float32" })(scale), ...(zeroPoint !== undefined && { zeroPoint }) };
    return cast({ to: "float16" })(builder.apply(dequantizeLinearOp, inputs, readScaling(node)).y);
  },
});
