/** Norm of each pixel by channels beside its own, Krizhevsky et al. 2012 (AlexNet): https://onnx.ai/onnx/operators/onnx__LRN.html */
import { DECOMPOSED } from "../absent.js";
import { integer, number } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { attributeOf, float, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, elementCount, filled, floats, spatialOf, floatsLike } from "../tensor.js";
import { add } from "./add.js";
import { averagePoolOp } from "./averagePool.js";
import { div } from "./div.js";
import { elementwiseCost } from "./elementwise.js";
import { mul } from "./mul.js";
import { pow } from "./pow.js";
import { reshape } from "./reshape.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = {
  size: integer(1),
  alpha: withDefault(number(), 1e-4),
  beta: withDefault(number(), 0.75),
  bias: withDefault(number(), 1),
};
type Attributes = Canonical<typeof attributes>;

export const lrnOp = defineOp({
  name: "lrn",
  summary:
    "x / (bias + alpha * s) ** beta, where s is the mean of squares of `size` channels around each, 0 beyond the last",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  category: "normalisation",
  inferTypes: ({ x }) => {
    spatialOf(x);
    return { y: x };
  },
  // A square and an addition for each channel of the window, then a product, a sum, a power and a quotient.
  countCost: (_, { y }, { size }) => elementwiseCost((2 * size + 4) * elementCount(y)),
  evaluate: ({ x }, given) => ({ y: normalize(x, given) }),
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "LRN",
      from: 1,
      attributes: ["size", "alpha", "beta", "bias"],
      write: ({ size, alpha, beta, bias }) => ({
        attributes: { size: int(size), alpha: float(alpha), beta: float(beta), bias: float(bias) },
      }),
      read: (node) => ({
        size: attributeOf(node, "size", "int") ?? 0,
        alpha: attributeOf(node, "alpha", "float"),
        beta: attributeOf(node, "beta", "float"),
        bias: attributeOf(node, "bias", "float"),
      }),
    },
  ],
  tfjs: DECOMPOSED,
});

/** The channels are rows of an image of their own, over which windows slide. */
export const lrnDecomposition = defineDecomposition(lrnOp, ({ x }, given, builder) => {
  const { dtype, shape } = x.type;
  const { batch, channels, sides } = spatialOf(x.type);
  const { before, after } = channelsAround(given);
  const rows = reshape({ shape: [batch, 1, channels, elementCount({ shape: sides })] })(mul()(x, x));
  const window = { kernel: [given.size, 1], padding: { begin: [before, 0], end: [after, 0] }, countPadding: true };
  const means = reshape({ shape })(builder.apply(averagePoolOp, { x: rows }, window).y);
  const constant = (name: "alpha" | "beta" | "bias"): SymbolicTensor =>
    builder.constant(builder.freeName(name), filled(dtype, [], given[name]));
  const divisor = pow()(add()(mul()(means, constant("alpha")), constant("bias")), constant("beta"));
  return { y: div()(x, divisor) };
});

export const lrn = layerOf(lrnOp, "lrn({ size: 5 })(x)");

/** Of an even size there is one more behind. */
function channelsAround({ size }: Attributes) {
  return { before: Math.floor((size - 1) / 2), after: Math.ceil((size - 1) / 2) };
}

function normalize(x: Tensor, given: Attributes): Tensor {
  const { batch, channels, sides } = spatialOf(x);
  const area = elementCount({ shape: sides });
  const { before, after } = channelsAround(given);
  const [image, y] = [floats(x), floatsLike(x, x.shape)];
  for (let plane = 0; plane < batch * channels; plane += 1) {
    const channel = plane % channels;
    const first = plane - Math.min(before, channel);
    const last = plane + Math.min(after, channels - 1 - channel);
    for (let index = plane * area; index < (plane + 1) * area; index += 1) {
      let squares = 0;
      for (let other = first; other <= last; other += 1) squares += image[index + (other - plane) * area]! ** 2;
      y.data[index] = image[index]! / (given.bias + (given.alpha / given.size) * squares) ** given.beta;
    }
  }
  return y;
}
