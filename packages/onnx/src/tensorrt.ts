/** What TensorRT 8.2 reads of ONNX: https://github.com/onnx/onnx-tensorrt/blob/release/8.2-GA/docs/operators.md */
import type { TargetLimits } from "./targetLimits.js";

export const TENSORRT_8_2: TargetLimits = {
  highestOpset: 13,
  operators: {
    Add: {},
    BatchNormalization: {},
    Concat: {},
    Conv: { initializers: ["weight"] },
    ConvTranspose: { initializers: ["weight"] },
    DepthToSpace: {},
    Identity: {},
    MatMul: {},
    MaxPool: { unread: ["indices"] },
    Mul: {},
    PRelu: {},
    Pad: {},
    Relu: {},
    Reshape: {},
    Sign: {},
    Slice: {},
    SpaceToDepth: {},
    Sub: {},
    Transpose: {},
  },
  // Its changelog: weights in float16 are taken as such since 8.4.
  unreadable: { float16: "export in float32, and build the engine in float16: trtexec --fp16" },
};
