/** A convolution of whole numbers: https://onnx.ai/onnx/operators/onnx__ConvInteger.html */
import { defineOp } from "../op.js";
import { castTensor, spatialOf, zeros } from "../tensor.js";
import { convOp } from "./conv.js";
import { CONVOLUTION_ATTRIBUTES, convolutionAttributes, readConvolution, writeConvolution } from "./convolution.js";
import { convolve } from "./convolve.js";
import { NO_WHOLE_NUMBERS, QUANTIZED_TYPES, centred, checkParameter } from "./quantization.js";
import { NO_FLOATS } from "../gradient.js";

export const convIntegerOp = defineOp({
  name: "convInteger",
  summary:
    "conv of whole numbers without their zero points, which are 0 unless they are given; each filter may have one",
  inputs: { x: "X", weight: "W", "xZeroPoint?": "X", "weightZeroPoint?": "W" },
  outputs: { y: "int32" },
  types: { X: QUANTIZED_TYPES, W: QUANTIZED_TYPES },
  attributes: convolutionAttributes,
  axes: "images",
  inferTypes: ({ x, weight, xZeroPoint, weightZeroPoint }, given) => {
    if (xZeroPoint !== undefined) checkParameter("zero point", xZeroPoint);
    if (weightZeroPoint !== undefined) checkParameter("zero point", weightZeroPoint, spatialOf(weight).batch);
    const { y } = convOp.inferTypes({ x, weight }, given);
    return { y: { dtype: "int32", shape: y.shape } };
  },
  countCost: ({ x, weight }, { y }, given) => convOp.countCost({ x, weight }, { y }, given),
  evaluate: ({ x, weight, xZeroPoint, weightZeroPoint }, given, { y: { shape } }) => {
    const operands = { x: centred(x, xZeroPoint), weight: centred(weight, weightZeroPoint) };
    return { y: castTensor(convolve(operands, given, zeros("float64", shape)), "int32") };
  },
  gradient: NO_FLOATS,
  onnx: [
    {
      operator: "ConvInteger",
      from: 10,
      attributes: CONVOLUTION_ATTRIBUTES,
      write: (given, { weight }) => ({ attributes: writeConvolution(given, weight) }),
      read: (form, { x, weight }) => readConvolution(form, "ConvInteger", { x, weight }),
    },
  ],
  tfjs: NO_WHOLE_NUMBERS,
});
