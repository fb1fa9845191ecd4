/**
 * What runtimes do not run of the cases of ops, and of the networks. Tests hold each runtime to all else, and `docs/ops.md` is written from it: a
 * list can only become shorter by itself, since what is on it and runs fails a test.
 */

export interface CaseLimits {
  /** What the error says, in part, by the name of a case. */
  readonly cases: Readonly<Record<string, string>>;
  /** The same by the name of a network. */
  readonly networks?: Readonly<Record<string, string>>;
  /** The error where the positions of maxima are asked for, if any: the cases of the pool are run without them then. */
  readonly positions?: readonly [string];
}

/** No file is written of these, by whichever runtime it would be read. */
const ONNX = {
  "bitwiseAnd: bytes, by a row": "cannot express bitwiseAnd, which needs opset 18",
  "bitwiseNot: bytes": "cannot express bitwiseNot, which needs opset 18",
  "bitwiseOr: bytes, by a row": "cannot express bitwiseOr, which needs opset 18",
  "bitwiseXor: bytes, by a row": "cannot express bitwiseXor, which needs opset 18",
  "maxUnpool: 2x2 stride 2 to an odd size, batch 2": "means different things to different readers of ONNX",
};

const ONLY_FLOAT32 = "tfjs computes in float32 only";
const NO_BYTES = "tfjs has no whole numbers of 8 bits";
const NO_TRAINING = "a norm by its own batch is trained";
const NO_BITS = "tfjs has no bits of whole numbers";
const NO_VOLUMES = "where it is of images or lines";
const ONLY_WITH_POOL = "unpoolByMasks takes it apart where it mirrors its pool";

/** What graph models cannot express, on whichever backend they would run. */
const TFJS = {
  "averagePool: through volumes": NO_VOLUMES,
  "batchNormByBatch: along lines": NO_TRAINING,
  "batchNormByBatch: no axes but the batch": NO_TRAINING,
  "batchNormByBatch: three channels, batch 2": NO_TRAINING,
  "bitShift: to the left": NO_BITS,
  "bitShift: to the right": NO_BITS,
  "bitwiseAnd: bytes, by a row": NO_BITS,
  "bitwiseNot: bytes": NO_BITS,
  "bitwiseOr: bytes, by a row": NO_BITS,
  "bitwiseXor: bytes, by a row": NO_BITS,
  "cast: an image to float16": ONLY_FLOAT32,
  "cast: an image of float16 to float32": ONLY_FLOAT32,
  "cast: the largest of float16, and halves of its steps there": ONLY_FLOAT32,
  "cast: the smallest of float16, and halves of its steps there": ONLY_FLOAT32,
  "cast: to the type it is": ONLY_FLOAT32,
  "conv: through volumes, two groups": NO_VOLUMES,
  "conv: through volumes, with dilation, batch 2": NO_VOLUMES,
  "convInteger: from zero points, two groups": NO_BYTES,
  "convInteger: from zero, batch 2": NO_BYTES,
  "convTranspose: through volumes, two groups": NO_VOLUMES,
  "dequantizeLinear: a scale for each channel, of int8 from zero": NO_BYTES,
  "dequantizeLinear: one scale for all, of uint8": NO_BYTES,
  "dynamicQuantizeLinear: an image": NO_BYTES,
  "dynamicQuantizeLinear: nothing below zero": NO_BYTES,
  "hardmax: channels, batch 2": "tfjs has no such operation",
  "hardmax: the first of equals": "tfjs has no such operation",
  "matMulInteger: from zero": NO_BYTES,
  "matMulInteger: from zero points, two stacks by a matrix": NO_BYTES,
  "maxPool: dilation": "MaxPool of tfjs has no dilation",
  "maxPool: through volumes": NO_VOLUMES,
  "maxUnpool: 2x2 stride 2 to an even size, batch 2": ONLY_WITH_POOL,
  "maxUnpool: 2x2 stride 2 to an odd size, batch 2": ONLY_WITH_POOL,
  "maxUnpool: lines to an even length, batch 2": ONLY_WITH_POOL,
  "maxUnpool: volumes to even sides": ONLY_WITH_POOL,
  "mod: floats, with the sign of a": "has the sign of the divisor",
  "qLinearConv: a scale for each filter, with bias, batch 2": NO_BYTES,
  "qLinearConv: one scale for all filters, two groups": NO_BYTES,
  "qLinearMatMul: two stacks by a matrix": NO_BYTES,
  "quantizeLinear: a scale for each channel, to int8": NO_BYTES,
  "quantizeLinear: one scale for all, to uint8": NO_BYTES,
};

/** Of adapters in software, as most are that tests meet. */
const NO_HALVES = "requires f16 but the device does not support it";
const NO_INDICES = "The Indices output is not supported yet";

const NO_FLOAT16 = "unsupported data type: FLOAT16";
const NO_UNPOOL = "cannot resolve operator 'MaxUnpool'";
const ONLY_IMAGES = "only support 2-dimensional";
const NO_HARD_SWISH = "cannot resolve operator 'HardSwish'";
/** It reads scales alone. */
const NO_SIZES = "data type is not float";
const NO_SPACE_TO_DEPTH = "cannot resolve operator 'SpaceToDepth'";

/** Shaders may compute angles roughly, and those of software do. */
const ROUGH = {
  "acos: across its range": "off by 0.0000",
  "cos: an image": "off by 0.0001",
  "sin: an image": "off by 0.0001",
  "tan: an image": "off by 0.0000",
};

/** Integers of tfjs, which has one kind of them, are told as the longest. */
const TFJS_IN_SHADERS = { ...TFJS, ...ROUGH, "mod: integers, with the sign of b": "is int64[3x5] instead of int32" };

/** By the name of a runtime. Those that are not here have not run the cases. */
export const caseLimits = {
  "onnxruntime-node/cpu": { cases: ONNX },
  "onnxruntime-web/wasm": { cases: ONNX },
  "tfjs/cpu": { cases: TFJS },
  "tfjs/wasm": { cases: TFJS },
  "chromium/onnxruntime-wasm": { cases: ONNX },
  "chromium/onnxruntime-webgpu": {
    cases: {
      ...ONNX,
      ...ROUGH,
      "cast: an image to float16": NO_HALVES,
      "cast: an image of float16 to float32": NO_HALVES,
      "cast: the largest of float16, and halves of its steps there": NO_HALVES,
      "cast: the smallest of float16, and halves of its steps there": NO_HALVES,
      // Groups of four filters and more are mixed where the 4, 2 or 1 that divides all filters does not divide those of a group.
      "conv: fewer places than filters, two groups, batch 2": "off by 0.98",
      "conv: through volumes, two groups": "Conv3D does not support grouped convolution",
      "convTranspose: through volumes, two groups": "Only Conv2d or Conv1d are supported",
    },
    positions: [NO_INDICES],
    networks: { enet: NO_INDICES },
  },
  "chromium/onnxruntime-webgl": {
    cases: {
      ...ONNX,
      ...ROUGH,
      "acosh: across its range": "cannot resolve operator 'Acosh'",
      "argMax: channels, left out": "cannot resolve operator 'ArgMax'",
      "argMax: rows": "cannot resolve operator 'ArgMax'",
      "argMin: channels, left out": "cannot resolve operator 'ArgMin'",
      "argMin: rows": "cannot resolve operator 'ArgMin'",
      "asinh: an image": "cannot resolve operator 'Asinh'",
      "atanh: across its range": "cannot resolve operator 'Atanh'",
      "batchNormByBatch: no axes but the batch": "invalid input shape",
      "bitShift: to the left": "cannot resolve operator 'BitShift'",
      "bitShift: to the right": "cannot resolve operator 'BitShift'",
      "cast: an image of float16 to float32": NO_FLOAT16,
      "cast: an image to float16": NO_FLOAT16,
      "cast: the largest of float16, and halves of its steps there": NO_FLOAT16,
      "cast: the smallest of float16, and halves of its steps there": NO_FLOAT16,
      "celu: a late bend": "cannot resolve operator 'Celu'",
      // Of limits it reads the upper one where there is none.
      "clip: from below alone": "off by 0.625",
      "conv: along lines, a group for each channel, with dilation": ONLY_IMAGES,
      "conv: along lines, batch 2": ONLY_IMAGES,
      "conv: through volumes, two groups": ONLY_IMAGES,
      "conv: through volumes, with dilation, batch 2": ONLY_IMAGES,
      "convInteger: from zero points, two groups": "cannot resolve operator 'ConvInteger'",
      "convInteger: from zero, batch 2": "cannot resolve operator 'ConvInteger'",
      "convTranspose: along lines, batch 2": ONLY_IMAGES,
      "convTranspose: through volumes, two groups": ONLY_IMAGES,
      "cosh: an image": "cannot resolve operator 'Cosh'",
      "cumSum: channels, batch 2": "cannot resolve operator 'CumSum'",
      "cumSum: rows, from the end, each without itself": "cannot resolve operator 'CumSum'",
      "dequantizeLinear: a scale for each channel, of int8 from zero": "cannot resolve operator 'DequantizeLinear'",
      "dequantizeLinear: one scale for all, of uint8": "cannot resolve operator 'DequantizeLinear'",
      "dynamicQuantizeLinear: an image": "cannot resolve operator 'DynamicQuantizeLinear'",
      "dynamicQuantizeLinear: nothing below zero": "cannot resolve operator 'DynamicQuantizeLinear'",
      "erf: an image": "cannot resolve operator 'Erf'",
      "erf: where it bends": "cannot resolve operator 'Erf'",
      "gatherElements: channels of a corner of images": "cannot resolve operator 'GatherElements'",
      "gatherElements: columns of rows": "cannot resolve operator 'GatherElements'",
      "gatherND: elements of a matrix": "cannot resolve operator 'GatherND'",
      "gatherND: rows of each of a batch": "cannot resolve operator 'GatherND'",
      "gatherND: rows of planes": "cannot resolve operator 'GatherND'",
      "gelu: an image": "cannot resolve operator 'Erf'",
      "expand: a row to a matrix": "cannot resolve operator 'Expand'",
      "expand: an image a channel": "cannot resolve operator 'Expand'",
      "greaterOrEqual: near each other, a number a column": "cannot resolve operator 'GreaterOrEqual'",
      "groupNorm: two groups of images, batch 2": "Only support 4-D input shape",
      "hardSigmoid: a steep line": "cannot resolve operator 'HardSigmoid'",
      "hardSigmoid: an image, as torch has it": "cannot resolve operator 'HardSigmoid'",
      "hardSwish: an image": NO_HARD_SWISH,
      "hardSwish: beyond both bends": NO_HARD_SWISH,
      "hardSwish: far beyond them": NO_HARD_SWISH,
      "hardmax: channels, batch 2": "cannot resolve operator 'Hardmax'",
      "hardmax: the first of equals": "cannot resolve operator 'Hardmax'",
      "instanceNorm: lines": "Only support 4-D input shape",
      "isInf: below zero": "cannot resolve operator 'IsInf'",
      "isInf: on both sides of zero": "cannot resolve operator 'IsInf'",
      "isNaN: some of few": "cannot resolve operator 'IsNaN'",
      "layerNorm: rows and columns, no bias": "cannot resolve operator 'LayerNormalization'",
      "layerNorm: tokens": "cannot resolve operator 'LayerNormalization'",
      "lessOrEqual: near each other, a number a column": "cannot resolve operator 'LessOrEqual'",
      "logSoftmax: all but the batch": "cannot resolve operator 'LogSoftmax'",
      "logSoftmax: channels, batch 2": "cannot resolve operator 'LogSoftmax'",
      "logSoftmax: columns of images": "cannot resolve operator 'LogSoftmax'",
      "logSoftmax: rows": "cannot resolve operator 'LogSoftmax'",
      "lrn: as many channels as there are": "off by 0.0",
      "lrn: three channels": "off by 0.1",
      "matMulInteger: from zero": "cannot resolve operator 'MatMulInteger'",
      "matMulInteger: from zero points, two stacks by a matrix": "cannot resolve operator 'MatMulInteger'",
      "max: one value a channel": "cannot resolve operator 'Max'",
      "max: same shapes": "cannot resolve operator 'Max'",
      // It takes dilations and does without them: no network has any in a pool.
      "maxPool: dilation": "off by 0.5",
      "maxUnpool: 2x2 stride 2 to an even size, batch 2": NO_UNPOOL,
      "maxUnpool: lines to an even length, batch 2": NO_UNPOOL,
      "maxUnpool: volumes to even sides": NO_UNPOOL,
      "min: one value a channel": "cannot resolve operator 'Min'",
      "min: same shapes": "cannot resolve operator 'Min'",
      "mish: an image": "cannot resolve operator 'Softplus'",
      "mod: floats, with the sign of a": "cannot resolve operator 'Mod'",
      "mod: integers, with the sign of b": "cannot resolve operator 'Mod'",
      "qLinearConv: a scale for each filter, with bias, batch 2": "cannot resolve operator 'QLinearConv'",
      "qLinearConv: one scale for all filters, two groups": "cannot resolve operator 'QLinearConv'",
      "qLinearMatMul: two stacks by a matrix": "cannot resolve operator 'QLinearMatMul'",
      "quantizeLinear: a scale for each channel, to int8": "cannot resolve operator 'QuantizeLinear'",
      "quantizeLinear: one scale for all, to uint8": "cannot resolve operator 'QuantizeLinear'",
      "reciprocal: below and above one": "cannot resolve operator 'Reciprocal'",
      "reduceL1: channels and rows, left out": "cannot resolve operator 'ReduceL1'",
      "reduceL1: columns": "cannot resolve operator 'ReduceL1'",
      "reduceL2: channels and rows, left out": "cannot resolve operator 'ReduceL2'",
      "reduceL2: columns": "cannot resolve operator 'ReduceL2'",
      "reduceLogSumExp: channels and rows, left out": "cannot resolve operator 'ReduceLogSumExp'",
      "reduceLogSumExp: columns": "cannot resolve operator 'ReduceLogSumExp'",
      "reduceSum: channels, batch 2": "cannot resolve operator 'ReduceSum'",
      "reduceSum: no axis": "cannot resolve operator 'ReduceSum'",
      "reduceSum: rows and columns of images, left out": "cannot resolve operator 'ReduceSum'",
      "resize: cubic": NO_SIZES,
      "resize: linear between the corners": NO_SIZES,
      "resize: linear, as PyTorch's bilinear": NO_SIZES,
      "resize: the nearest, twice as large": NO_SIZES,
      "round: halves of both signs": "cannot resolve operator 'Round'",
      "scatterElements: columns of rows": "cannot resolve operator 'ScatterElements'",
      "scatterND: elements": "cannot resolve operator 'ScatterND'",
      "scatterND: rows of planes": "cannot resolve operator 'ScatterND'",
      "selu: an image": "cannot resolve operator 'Selu'",
      "selu: other constants": "cannot resolve operator 'Selu'",
      "sign: both sides of zero": "cannot resolve operator 'Sign'",
      "sinh: an image": "cannot resolve operator 'Sinh'",
      "slice: every second row and third column, not from the first": "non-1 steps is not supported for Slice",
      "slice: rows backwards, every second column from the last": "non-1 steps is not supported for Slice",
      "softmax: all but the batch": "off by 2.",
      "softmaxCrossEntropy: a label for each of a batch": "cannot resolve operator 'ReduceSum'",
      "softmaxCrossEntropy: pixels of two images": "cannot resolve operator 'ReduceSum'",
      "softplus: an image": "cannot resolve operator 'Softplus'",
      "softplus: far from zero": "cannot resolve operator 'Softplus'",
      "softsign: an image": "cannot resolve operator 'Softsign'",
      "spaceToDepth: 2x2 blocks, batch 2": NO_SPACE_TO_DEPTH,
      "spaceToDepth: one block of 3x3": NO_SPACE_TO_DEPTH,
      "thresholdedRelu: some at the threshold": "cannot resolve operator 'ThresholdedRelu'",
      "where: each stretched along another axis": "cannot resolve operator 'Where'",
      "where: same shapes": "cannot resolve operator 'Where'",
    },
    positions: ["the size of output does not match model definition"],
    networks: { enet: NO_UNPOOL },
  },
  "chromium/tfjs-wasm": { cases: TFJS },
  "chromium/tfjs-webgl": { cases: TFJS_IN_SHADERS },
  "chromium/tfjs-webgpu": {
    cases: { ...TFJS_IN_SHADERS, "reduceProd: channels, batch 2": "is float32[2x4x5] instead of" },
  },
} as const satisfies Readonly<Record<string, CaseLimits>>;

/** The limits of one runtime, its literals forgotten. */
export function limitsOf(runtime: keyof typeof caseLimits): CaseLimits {
  return caseLimits[runtime];
}
