/** Norm of each sample over some axes, Ba et al. 2016 (arXiv 1607.06450): https://onnx.ai/onnx/operators/onnx__LayerNormalization.html */
import { DECOMPOSED } from "../absent.js";
import { axisNumbers } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant } from "../initializer.js";
import { attributeOf, axisOf, float, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Shape, type TensorType, elementCount, filled, float32, sameShape } from "../tensor.js";
import { add } from "./add.js";
import { cast } from "./cast.js";
import { div } from "./div.js";
import { broadcastShape, elementwiseCost } from "./elementwise.js";
import { mul } from "./mul.js";
import { epsilonAttribute, epsilonOf, momentsOf, scaledAndShifted, standardized } from "./norm.js";
import { reduceRuns } from "./runs.js";
import { standardize } from "./standardize.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = { axes: withDefault(axisNumbers("x"), -1), epsilon: epsilonAttribute };

export const layerNormOp = defineOp({
  name: "layerNorm",
  summary:
    "(x - mean) / sqrt(variance + epsilon) * scale + bias, mean and variance over `axes`; scale and bias broadcast to x",
  inputs: { x: "T", scale: "T", "bias?": "T" },
  outputs: { y: "T", mean: "float32", invStdDev: "float32" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "kept",
  category: "normalisation",
  inferTypes: ({ x, scale, bias }, { axes }) => {
    if (axes.length === 0) throw new InvalidNodeError({ problem: "it needs an axis" });
    checkStretches("scale", scale, x);
    if (bias !== undefined) checkStretches("bias", bias, x);
    const moments = float32(...x.shape.map((side, axis) => (axes.includes(axis) ? 1 : side)));
    return { y: x, mean: moments, invStdDev: moments };
  },
  // Mean, difference, square, its mean, quotient, scale and shift.
  countCost: (_, { y }) => elementwiseCost(7 * elementCount(y)),
  evaluate: ({ x, scale, bias }, { axes, epsilon }, types, wanted) => {
    const y = scaledAndShifted(standardized(x, axes, epsilon), scale, bias);
    if (wanted?.has("mean") === false && !wanted.has("invStdDev")) return { y };
    const moments = (of: "mean" | "deviation") =>
      reduceRuns(x, axes, types.mean, (data, start, end) => {
        const each = momentsOf(data, start, end, epsilon);
        return of === "mean" ? each.mean : 1 / each.deviation;
      });
    return { y, mean: moments("mean"), invStdDev: moments("deviation") };
  },
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "LayerNormalization",
      from: 17,
      attributes: ["axis", "epsilon", "stash_type"],
      write: ({ axes, epsilon }, { x, scale, bias }) => {
        const [first = 0] = axes;
        const normalized = x.shape.slice(first);
        const isWhole = (each: TensorType | undefined): boolean =>
          each === undefined || sameShape(each.shape, normalized);
        if (axes.length !== normalized.length || !isWhole(scale) || !isWhole(bias)) return DECOMPOSED;
        return { attributes: { axis: int(first), epsilon: float(epsilon) } };
      },
      read: (node, { x: { shape } }) => {
        const first = axisOf(attributeOf(node, "axis", "int") ?? -1, shape.length, "LayerNormalization");
        return { axes: [...shape.keys()].slice(first), epsilon: epsilonOf(node, "LayerNormalization") };
      },
    },
  ],
  tfjs: DECOMPOSED,
});

export const layerNormDecomposition = defineDecomposition(layerNormOp, ({ x, scale, bias }, given, builder) => {
  const { y, mean, deviation } = standardize(x, given, builder);
  const scaled = mul()(y, scale);
  const one = builder.constant(builder.freeName("one"), filled(x.type.dtype, [], 1));
  return {
    y: bias === undefined ? scaled : add()(scaled, bias),
    mean: inFloat32(mean),
    invStdDev: inFloat32(div()(one, deviation)),
  };
});

export const layerNorm = defineLayer({
  name: "layerNorm",
  summary:
    "elements along `axes` with a mean of 0 and a variance of 1, then a scale and a shift each that start neutral",
  attributes,
  reads: ["x"],
  result: TENSOR,
  example: "layerNorm()(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => {
    const type = float32(...shapeAlong(x.type.shape, given.axes));
    const scale = { type, initial: constant(1) };
    const bias = { type, initial: constant(0) };
    return x.builder.apply(layerNormOp, { x, scale, bias }, given).y;
  },
});

/** Of one number for each element along the axes, which stretches to x. */
function shapeAlong(shape: Shape, axes: readonly number[]): Shape {
  const along = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const sides = shape.map((side, axis) => (along.includes(axis) ? side : 1));
  return sides.slice(Math.min(...along));
}

function checkStretches(name: string, { shape }: TensorType, x: TensorType): void {
  if (!sameShape(broadcastShape(x.shape, shape), x.shape)) {
    throw new InvalidNodeError({ problem: `${name} ${shape.join("x")} does not stretch to ${x.shape.join("x")}` });
  }
}

function inFloat32(x: SymbolicTensor): SymbolicTensor {
  return x.type.dtype === "float32" ? x : cast({ to: "float32" })(x);
}
