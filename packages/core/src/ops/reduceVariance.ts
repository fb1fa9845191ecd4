/** Variances along axes, of all that there is and not of a sample, which formats have no op for. Their gradient is shorter than that of their parts. */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { elementCount } from "../tensor.js";
import { mul } from "./mul.js";
import { varianceOf } from "./norm.js";
import { reduceMean } from "./reduceMean.js";
import { defineInnerReduction } from "./reduction.js";
import { sub } from "./sub.js";

// Mean, difference, square and its mean.
export const reduceVarianceOp = defineInnerReduction({
  name: "reduceVariance",
  summary:
    "the mean of squares of how far elements are from their mean over `axes`, which stay with one element each, or are left out",
  types: FLOAT_TYPES,
  reduce: varianceOf,
  ofNone: Number.NaN,
  operations: 4,
  // The mean moves too, which adds nothing: the differences from it sum to zero.
  gradient: (g, { x, dy }, axes) => {
    const count = elementCount({ shape: axes.map((axis) => x.type.shape[axis]!) });
    return g.mul(g.mul(dy, 2 / count), g.sub(x, g.mean(x, axes)));
  },
  tfjs: DECOMPOSED,
});

export const reduceVarianceDecomposition = defineDecomposition(reduceVarianceOp, ({ x }, { axes, keepDims }) => {
  const centred = sub()(x, reduceMean({ axes })(x));
  return { y: reduceMean({ axes, keepDims })(mul()(centred, centred)) };
});
