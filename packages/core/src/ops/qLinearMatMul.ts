/** Products of quantised matrices: https://onnx.ai/onnx/operators/onnx__QLinearMatMul.html */
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, elementCount, zeros } from "../tensor.js";
import { multiply, productMacs, productShape } from "./matrices.js";
import {
  NO_WHOLE_NUMBERS,
  QUANTIZED_TYPES,
  QUANTIZING_OPS,
  centred,
  checkParameter,
  columnAxis,
  parameterOf,
  rowAxis,
  saturated,
  scaleOfSums,
} from "./quantization.js";
import { QUANTIZED } from "../gradient.js";

export const qLinearMatMulOp = defineOp({
  name: "qLinearMatMul",
  summary:
    "matMul of whole numbers without their zero points, quantised again by `yScale` and `yZeroPoint`; each row of a and each column of b may have a scale and a zero point",
  inputs: {
    a: "A",
    aScale: "float32",
    aZeroPoint: "A",
    b: "B",
    bScale: "float32",
    bZeroPoint: "B",
    yScale: "float32",
    yZeroPoint: "Y",
  },
  outputs: { y: "Y" },
  types: { A: QUANTIZED_TYPES, B: QUANTIZED_TYPES, Y: QUANTIZED_TYPES },
  attributes: {},
  axes: "opaque",
  inferTypes: ({ a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint }) => {
    for (const each of [aScale, aZeroPoint]) checkParameter("scale or zero point", each, a.shape[rowAxis(a)]);
    for (const each of [bScale, bZeroPoint]) checkParameter("scale or zero point", each, b.shape[columnAxis(b)]);
    for (const each of [yScale, yZeroPoint]) checkParameter("scale or zero point", each);
    return { y: { dtype: yZeroPoint.dtype, shape: productShape(a.shape, b.shape) } };
  },
  countCost: ({ a, b }, { y }) => ({
    macs: productMacs(a.shape, b.shape),
    scalarOps: QUANTIZING_OPS * elementCount(y),
  }),
  evaluate: ({ a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint }, _, { y: { dtype, shape } }) => {
    const [left, right] = [centred(a, aZeroPoint, rowAxis(a)), centred(b, bZeroPoint, columnAxis(b))];
    const sums = multiply(left, right, new Float64Array(elementCount({ shape })));
    const [rows, columns] = [a.shape.length === 1 ? 1 : a.shape.at(-2)!, b.shape.length === 1 ? 1 : b.shape.at(-1)!];
    const [ofRows, ofColumns] = [parameterOf(aScale, rows), parameterOf(bScale, columns)];
    const [[ofY], [zeroPoint]] = [parameterOf(yScale), parameterOf(yZeroPoint)];
    const y = zeros(dtype, shape) as Tensor;
    for (const [index, sum] of sums.entries()) {
      const [row, column] = [Math.floor(index / columns) % rows, index % columns];
      const factor = scaleOfSums(ofRows[row]!, ofColumns[column]!, ofY!);
      y.data[index] = saturated(Math.fround(Math.fround(sum) * factor), zeroPoint!, dtype);
    }
    return { y };
  },
  gradient: QUANTIZED,
  onnx: [plainForm("QLinearMatMul", 10)],
  tfjs: NO_WHOLE_NUMBERS,
});
