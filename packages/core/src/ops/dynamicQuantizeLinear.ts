/** Floats to whole numbers of 8 bits by their own range: https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html */
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, floatTensor, floats, zeros } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { NO_WHOLE_NUMBERS, QUANTIZING_OPS, saturated } from "./quantization.js";
import { QUANTIZED } from "../gradient.js";

/** Steps between the ends of the type. */
const STEPS = 255;

export const dynamicQuantizeLinearOp = defineOp({
  name: "dynamicQuantizeLinear",
  summary: "x as quantizeLinear has it, with the `scale` and `zeroPoint` by which its range and 0 fill the type",
  inputs: { x: "T" },
  outputs: { y: "uint8", scale: "T", zeroPoint: "uint8" },
  types: { T: ["float32"] },
  attributes: {},
  axes: "opaque",
  category: "arithmetic",
  inferTypes: ({ x: { dtype, shape } }) => ({
    y: { dtype: "uint8", shape },
    scale: { dtype, shape: [] },
    zeroPoint: { dtype: "uint8", shape: [] },
  }),
  // Two comparisons more for the ends of the range.
  countCost: ({ x }) => elementwiseCost((QUANTIZING_OPS + 2) * elementCount(x)),
  evaluate: ({ x }) => {
    const { scale, zeroPoint } = fittedTo(floats(x));
    const y = zeros("uint8", x.shape);
    for (let index = 0; index < y.data.length; index += 1)
      y.data[index] = saturated(Math.fround(floats(x)[index]! / scale), zeroPoint, "uint8");
    return {
      y,
      scale: floatTensor([], [scale]),
      zeroPoint: { dtype: "uint8", shape: [], data: Uint8Array.of(zeroPoint) },
    };
  },
  gradient: QUANTIZED,
  onnx: [plainForm("DynamicQuantizeLinear", 11)],
  tfjs: NO_WHOLE_NUMBERS,
});

/** As runtimes compute it in float32; zeros alone have the scale 1. */
function fittedTo(x: Float32Array): { readonly scale: number; readonly zeroPoint: number } {
  let [lowest, highest] = [0, 0];
  for (const value of x) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const scale = lowest === highest ? 1 : Math.fround(Math.fround(highest - lowest) / STEPS);
  return { scale, zeroPoint: saturated(Math.fround(-lowest / scale), 0, "uint8") };
}
