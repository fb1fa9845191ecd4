/** Leaky rectifier with learned slopes, He et al. 2015 (arXiv 1502.01852): https://onnx.ai/onnx/operators/onnx__PRelu.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { ARITHMETIC_TYPES, FLOAT_TYPES, isFloat } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant } from "../initializer.js";
import { defineExpansion } from "../onnxExpansion.js";
import { plainForms } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Shape, elementCount, float32, sameShape, spatialOf } from "../tensor.js";
import { add } from "./add.js";
import { broadcast, broadcastShape, elementwiseCost } from "./elementwise.js";
import { max } from "./max.js";
import { min } from "./min.js";
import { mul } from "./mul.js";
import { relu } from "./relu.js";
import { reshape } from "./reshape.js";
import { scalarsLike } from "./scalars.js";
import { isOfInt32 } from "./wholeNumbers.js";

/** Torch's start for every slope. */
const INITIAL_SLOPE = 0.25;

export const preluOp = defineOp({
  name: "prelu",
  summary: "x where x >= 0, slope times x elsewhere; slope broadcasts to x",
  inputs: { x: "T", slope: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes: {},
  axes: "kept",
  fusion: "activation",
  inferTypes: ({ x, slope }) => {
    if (!sameShape(broadcastShape(x.shape, slope.shape), x.shape)) {
      throw new InvalidNodeError({
        problem: `slope ${slope.shape.join("x")} does not stretch to ${x.shape.join("x")}`,
      });
    }
    return { y: x };
  },
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x, slope }) => ({ y: broadcast(x, slope, rectifyLeakily) }),
  gradient: {
    x: (g, { x, slope, dy }) => g.where(g.greater(x, 0), dy, g.mul(dy, slope)),
    slope: (g, { x, dy }) => g.mul(dy, g.min(x, 0)),
  },
  onnx: plainForms("PRelu", [7, FLOAT_TYPES], [9, ARITHMETIC_TYPES]),
  tfjs: {
    write: (_, { x, slope }) => (isFloat(x.dtype) && isTail(slope.shape, x.shape) ? { op: "Prelu" } : DECOMPOSED),
  },
});

/** Kernels of tfjs repeat the slopes one behind the other: where these have not the last axes of x, whole, that is another tensor. */
function isTail(slope: Shape, x: Shape): boolean {
  const first = slope.findIndex((side) => side !== 1);
  return first === -1 || sameShape(slope.slice(first), x.slice(first - slope.length));
}

/** The part above zero, and the part below it times the slope. */
export const preluDecomposition = defineDecomposition(preluOp, ({ x, slope }, _, builder) => {
  const zero = scalarsLike(x, builder)("zero", 0);
  const above = isFloat(x.type.dtype) ? relu()(x) : max()(x, zero);
  return { y: add()(above, mul()(min()(x, zero), slope)) };
});

/** One slope a channel, as ENet has it. */
export const prelu = defineLayer({
  name: "prelu",
  summary: "x where x >= 0, slope times x elsewhere, with a slope a channel that starts at 0.25",
  attributes: {},
  reads: ["x"],
  result: TENSOR,
  example: "prelu()(x)",
  apply: ([x]: readonly [x: SymbolicTensor]) => {
    const { channels, sides } = spatialOf(x.type);
    const slope = { type: float32(channels, ...sides.map(() => 1)), initial: constant(INITIAL_SLOPE) };
    return x.builder.apply(preluOp, { x, slope }, {}).y;
  },
});

/** Until then slopes in one row were those of the channels. */
export const preluUntil6 = defineExpansion({
  operator: "PRelu",
  from: 1,
  until: 6,
  attributes: ["consumed_inputs"],
  inputs: ["x", "slope"],
  build: ({ x, slope }, _, { builder }) => {
    const [, channels = 1, ...sides] = x.type.shape;
    const { shape } = slope.type;
    const ofChannels = shape.length === 1 && shape[0] === channels;
    const each = ofChannels ? reshape({ shape: [channels, ...sides.map(() => 1)] })(slope) : slope;
    return builder.apply(preluOp, { x, slope: each }, {}).y;
  },
});

function rectifyLeakily(x: Float32Array, slope: Float32Array, y: Float32Array): void {
  // A double has not all bits of a product of integers of 32 bits.
  const isShort = isOfInt32(y);
  for (let index = 0; index < y.length; index += 1) {
    const value = x[index]!;
    if (!(value < 0)) y[index] = value;
    else y[index] = isShort ? Math.imul(slope[index]!, value) : slope[index]! * value;
  }
}
