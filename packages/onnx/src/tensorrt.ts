/** What TensorRT 8.2 reads of ONNX: https://github.com/onnx/onnx-tensorrt/blob/release/8.2-GA/docs/operators.md */
import type { OperatorLimits, TargetLimits } from "./targetLimits.js";

/** All that the document says it has, but for those below. */
const PLAIN = `
  Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Cast Ceil Celu Clip
  Concat Constant ConstantOfShape Cos Cosh CumSum DepthToSpace DequantizeLinear Div Dropout Einsum Elu Equal Erf Exp
  Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool
  Greater GreaterOrEqual HardSigmoid Identity If ImageScaler InstanceNormalization IsNaN LRN LSTM LeakyRelu Less
  LessOrEqual Log LogSoftmax Loop LpNormalization LpPool MatMul Max Mean Min Mul Neg NonMaxSuppression Not Or PRelu
  Pad ParametricSoftplus Pow QuantizeLinear RNN RandomUniform RandomUniformLike Range ReduceL1 ReduceL2 ReduceLogSum
  ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize
  ReverseSequence Round ScaledTanh Scan Scatter ScatterElements ScatterND Selu Shape Sigmoid Sign Sin Sinh Size Slice
  Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tan Tanh ThresholdedRelu Tile TopK Transpose
  Unsqueeze Upsample Where
`;

const plain = PLAIN.trim()
  .split(/\s+/)
  .map((operator): [string, OperatorLimits] => [operator, {}]);

export const TENSORRT_8_2: TargetLimits = {
  highestOpset: 13,
  operators: {
    ...Object.fromEntries(plain),
    Conv: { initializers: ["weight"] },
    ConvTranspose: { initializers: ["weight"] },
    MaxPool: { unread: ["indices"] },
  },
  // Its changelog: weights in float16 are taken as such since 8.4.
  unreadable: { float16: "export in float32, and build the engine in float16: trtexec --fp16" },
};
