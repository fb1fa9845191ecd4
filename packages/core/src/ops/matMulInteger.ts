/** Products of matrices of whole numbers: https://onnx.ai/onnx/operators/onnx__MatMulInteger.html */
import { plainForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type TensorType, castTensor, zeros } from "../tensor.js";
import { multiply, productMacs, productShape } from "./matrices.js";
import { NO_WHOLE_NUMBERS, QUANTIZED_TYPES, centred, checkParameter, columnAxis, rowAxis } from "./quantization.js";
import { NO_FLOATS } from "../gradient.js";

export const matMulIntegerOp = defineOp({
  name: "matMulInteger",
  summary:
    "matMul of whole numbers without their zero points, which are 0 unless they are given; each row of a and each column of b may have one",
  inputs: { a: "A", b: "B", "aZeroPoint?": "A", "bZeroPoint?": "B" },
  outputs: { y: "int32" },
  types: { A: QUANTIZED_TYPES, B: QUANTIZED_TYPES },
  attributes: {},
  axes: "opaque",
  inferTypes: ({ a, b, aZeroPoint, bZeroPoint }) => {
    const check = (each: TensorType | undefined, places: number | undefined) =>
      each === undefined || checkParameter("zero point", each, places);
    check(aZeroPoint, a.shape[rowAxis(a)]);
    check(bZeroPoint, b.shape[columnAxis(b)]);
    return { y: { dtype: "int32", shape: productShape(a.shape, b.shape) } };
  },
  countCost: ({ a, b }) => ({ macs: productMacs(a.shape, b.shape), scalarOps: 0 }),
  evaluate: ({ a, b, aZeroPoint, bZeroPoint }, _, { y: { shape } }) => {
    const y = zeros("float64", shape);
    multiply(centred(a, aZeroPoint, rowAxis(a)), centred(b, bZeroPoint, columnAxis(b)), y.data);
    return { y: castTensor(y, "int32") };
  },
  gradient: NO_FLOATS,
  onnx: [plainForm("MatMulInteger", 10)],
  tfjs: NO_WHOLE_NUMBERS,
});
