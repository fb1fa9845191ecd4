/** Floats to whole numbers of 8 bits: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html */
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { DTYPES } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, elementCount, floats, zeros } from "../tensor.js";
import { cast } from "./cast.js";
import { elementwiseCost } from "./elementwise.js";
import {
  NO_WHOLE_NUMBERS,
  QUANTIZED_TYPES,
  QUANTIZING_OPS,
  checkScaling,
  forEachScale,
  quantizationAttributes,
  saturated,
  scalingOf,
} from "./quantization.js";
import { QUANTIZING, quantizationForms, readScaling } from "./quantizationForms.js";
import { QUANTIZED } from "../gradient.js";

export const quantizeLinearOp = defineOp({
  name: "quantizeLinear",
  summary:
    "the whole number nearest to x / `scale`, of two the even one, on its `zeroPoint` and within its type; one of both for all, for each place on `axis`, or for each `block` of places there",
  inputs: { x: "T", scale: "T", zeroPoint: "Q" },
  outputs: { y: "Q" },
  types: { T: ["float32"], Q: QUANTIZED_TYPES },
  attributes: quantizationAttributes,
  axes: "opaque",
  category: "arithmetic",
  inferTypes: ({ x, scale, zeroPoint }, given) => {
    checkScaling(x, [scale, zeroPoint], given);
    return { y: { dtype: zeroPoint.dtype, shape: x.shape } };
  },
  countCost: (_, { y }) => elementwiseCost(QUANTIZING_OPS * elementCount(y)),
  evaluate: ({ x, scale, zeroPoint }, given, { y: { dtype } }) => {
    const y = zeros(dtype, x.shape) as Tensor;
    const [scales, zeroPoints] = scalingOf(x, { scale, zeroPoint }, given);
    const [read, written] = [floats(x), y.data as Uint8Array];
    forEachScale(x.shape, given, (place, start, end) => {
      for (let index = start; index < end; index += 1)
        written[index] = saturated(Math.fround(read[index]! / scales[place]!), zeroPoints[place]!, dtype);
    });
    return { y };
  },
  gradient: QUANTIZED,
  onnx: quantizationForms("QuantizeLinear"),
  tfjs: NO_WHOLE_NUMBERS,
});

export const quantizeLinear = defineLayer({
  name: "quantizeLinear",
  summary: quantizeLinearOp.summary,
  attributes: quantizationAttributes,
  reads: ["x", "scale", "zeroPoint"],
  result: TENSOR,
  example: "quantizeLinear()(x, scale, zeroPoint)",
  apply: (
    [x, scale, zeroPoint]: readonly [x: SymbolicTensor, scale: SymbolicTensor, zeroPoint: SymbolicTensor],
    given,
  ) => x.builder.apply(quantizeLinearOp, { x, scale, zeroPoint }, given).y,
});

/** Without a zero point, which is 0 then, or of halves or whole numbers, whose quotients are computed as floats. */
export const quantizeAsFloats = defineExpansion({
  operator: "QuantizeLinear",
  from: 10,
  attributes: QUANTIZING,
  inputs: ["x", "scale", "zeroPoint?"],
  build: ({ x, scale, zeroPoint }, node, { builder }) => {
    const dtype = typeOf(node, zeroPoint);
    if (zeroPoint !== undefined && [x, scale].every(({ type }) => type.dtype === "float32")) return undefined;
    const wide = (each: SymbolicTensor) => (each.type.dtype === "float32" ? each : cast({ to: "float32" })(each));
    const zero = zeroPoint ?? builder.constant(builder.freeName("zeroPoint"), zeros(dtype, scale.type.shape) as Tensor);
    const inputs = { x: wide(x), scale: wide(scale), zeroPoint: zero };
    return builder.apply(quantizeLinearOp, inputs, readScaling(node)).y;
  },
});

/** Of the result: that of the zero point, or what the node says, or `uint8`. */
function typeOf(node: OnnxNode, zeroPoint: SymbolicTensor | undefined): (typeof QUANTIZED_TYPES)[number] {
  const given = attributeOf(node, "output_dtype", "int") ?? 0;
  const said = given === 0 ? undefined : QUANTIZED_TYPES.find((each) => DTYPES[each].onnx === given);
  const found = QUANTIZED_TYPES.find((each) => each === (zeroPoint?.type.dtype ?? said ?? "uint8"));
  if (found !== undefined && (given === 0 || said === found)) return found;
  throw new UnsupportedFormError({
    operator: "QuantizeLinear",
    problem: `gives data type ${given || zeroPoint?.type.dtype}, which is not supported`,
  });
}
