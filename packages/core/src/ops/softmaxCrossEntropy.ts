/** The negative logarithm of the share that a softmax gives to a class. Formats have its parts; its gradient as a whole is shorter than that of these. */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { defineInnerOp } from "../op.js";
import { elementCount, printType, sameShape } from "../tensor.js";
import { add } from "./add.js";
import { elementwise, elementwiseCost } from "./elementwise.js";
import { exp } from "./exp.js";
import { gatherElements } from "./gatherElements.js";
import { log } from "./log.js";
import { placesAlong } from "./places.js";
import { reduceMax } from "./reduceMax.js";
import { reduceSum } from "./reduceSum.js";
import { reduceRuns } from "./runs.js";
import { logSumExp } from "./softmaxRun.js";
import { sub } from "./sub.js";

export const softmaxCrossEntropyOp = defineInnerOp({
  name: "softmaxCrossEntropy",
  summary: "the logarithm of the sum of e to the x over the channels, less the x of the channel that the label is",
  inputs: { x: "T", labels: "I" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES, I: ["int64", "int32"] },
  attributes: {},
  axes: "images",
  category: "activation",
  inferTypes: ({ x, labels }) => {
    if (x.shape.length < 2 || !sameShape(labels.shape, x.shape.with(1, 1)))
      throw new InvalidNodeError({
        problem: `there is not one label, ${printType(labels)}, for the channels of ${printType(x)}`,
      });
    return { y: { dtype: x.dtype, shape: labels.shape } };
  },
  // As many powers, sums and comparisons as elements, and a logarithm, a sum and a difference of each pixel.
  countCost: ({ x }, { y }) => elementwiseCost(3 * elementCount(x) + 3 * elementCount(y)),
  evaluate: ({ x, labels }, _, { y }) => {
    const places = placesAlong(labels, x.shape, 1);
    const scores = x.data as Float32Array;
    return {
      y: elementwise(reduceRuns(x, [1], y, logSumExp), (all, result) => {
        for (let index = 0; index < all.length; index += 1) result[index] = all[index]! - scores[places[index]!]!;
      }),
    };
  },
  gradient: {
    // The shares, less 1 where the label is.
    x: (g, { x, labels, dy }) => {
      const powers = g.exp(g.sub(x, g.max(x, [1])));
      const shares = g.mul(powers, g.div(dy, g.sum(powers, [1])));
      return g.scatterElements(shares, { indices: labels, updates: g.neg(dy), reduction: "add" }, 1);
    },
  },
  onnx: DECOMPOSED,
  tfjs: DECOMPOSED,
});

/** The largest element is taken out of the sum, so that no power is too large. */
export const softmaxCrossEntropyDecomposition = defineDecomposition(softmaxCrossEntropyOp, ({ x, labels }) => {
  const axes = [1];
  const largest = reduceMax({ axes })(x);
  const shares = log()(reduceSum({ axes })(exp()(sub()(x, largest))));
  return { y: add()(shares, sub()(largest, gatherElements({ axis: 1 })(x, labels))) };
});
