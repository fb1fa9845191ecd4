/** A convolution of quantised images by quantised weights: https://onnx.ai/onnx/operators/onnx__QLinearConv.html */
import { defineOp } from "../op.js";
import { type Tensor, elementCount, spatialOf, zeros } from "../tensor.js";
import { convOp } from "./conv.js";
import { CONVOLUTION_ATTRIBUTES, convolutionAttributes, readConvolution, writeConvolution } from "./convolution.js";
import { convolve } from "./convolve.js";
import {
  NO_WHOLE_NUMBERS,
  QUANTIZED_TYPES,
  QUANTIZING_OPS,
  centred,
  checkParameter,
  forEachRun,
  parameterOf,
  saturated,
  scaleOfSums,
} from "./quantization.js";
import { QUANTIZED } from "../gradient.js";

export const qLinearConvOp = defineOp({
  name: "qLinearConv",
  summary:
    "conv of whole numbers without their zero points, and a `bias` of the scale of its sums, quantised again by `yScale` and `yZeroPoint`; of weights each filter may have a scale and a zero point",
  inputs: {
    x: "X",
    xScale: "float32",
    xZeroPoint: "X",
    weight: "W",
    weightScale: "float32",
    weightZeroPoint: "W",
    yScale: "float32",
    yZeroPoint: "Y",
    "bias?": "int32",
  },
  outputs: { y: "Y" },
  types: { X: QUANTIZED_TYPES, W: QUANTIZED_TYPES, Y: QUANTIZED_TYPES },
  attributes: convolutionAttributes,
  axes: "images",
  inferTypes: ({ x, weight, bias, ...parameters }, given) => {
    const { xScale, xZeroPoint, weightScale, weightZeroPoint, yScale, yZeroPoint } = parameters;
    for (const each of [xScale, xZeroPoint, yScale, yZeroPoint]) checkParameter("scale or zero point", each);
    for (const each of [weightScale, weightZeroPoint])
      checkParameter("scale or zero point", each, spatialOf(weight).batch);
    const { y } = convOp.inferTypes({ x, weight, bias }, given);
    return { y: { dtype: yZeroPoint.dtype, shape: y.shape } };
  },
  countCost: ({ x, weight, bias }, { y }, given) => {
    const { macs, scalarOps } = convOp.countCost({ x, weight, bias }, { y }, given);
    return { macs, scalarOps: scalarOps + QUANTIZING_OPS * elementCount(y) };
  },
  evaluate: (
    { x, xScale, xZeroPoint, weight, weightScale, weightZeroPoint, yScale, yZeroPoint, bias },
    given,
    types,
  ) => {
    const { dtype, shape } = types.y;
    const filters = spatialOf(weight).batch;
    const operands = { x: centred(x, xZeroPoint), weight: centred(weight, weightZeroPoint) };
    const sums = convolve(operands, given, zeros("float64", shape)).data;
    const [biases, scales] = [parameterOf(bias, filters), parameterOf(weightScale, filters)];
    const [[ofX], [ofY], [zeroPoint]] = [parameterOf(xScale), parameterOf(yScale), parameterOf(yZeroPoint)];
    const y = zeros(dtype, shape) as Tensor;
    forEachRun(shape, 1, (filter, start, end) => {
      const factor = scaleOfSums(ofX!, scales[filter]!, ofY!);
      for (let index = start; index < end; index += 1) {
        const sum = Math.fround(sums[index]! + biases[filter]!);
        y.data[index] = saturated(Math.fround(sum * factor), zeroPoint!, dtype);
      }
    });
    return { y };
  },
  gradient: QUANTIZED,
  onnx: [
    {
      operator: "QLinearConv",
      from: 10,
      attributes: CONVOLUTION_ATTRIBUTES,
      write: (given, { weight }) => ({ attributes: writeConvolution(given, weight) }),
      read: (form, { x, weight }) => readConvolution(form, "QLinearConv", { x, weight }),
    },
  ],
  tfjs: NO_WHOLE_NUMBERS,
});
