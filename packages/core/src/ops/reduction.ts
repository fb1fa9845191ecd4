/** Reductions: ops that make one number of the elements along some axes. They differ by the number. */
import { axisNumbers, flag } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import type { SymbolicTensor } from "../builder.js";
import { type DType, isFloat } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import type { Expression, Expressions } from "../gradient.js";
import { defineOp } from "../op.js";
import type { Absent } from "../absent.js";
import type { TfjsFacet } from "../tfjsForm.js";
import { type TensorType, elementCount, filled, intTensor } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { identityOp } from "./identity.js";
import { type ReducingOperator, reductionForms } from "./reductionForm.js";
import { type Reduce, reduceRuns } from "./runs.js";

const attributes = { axes: axisNumbers("x"), keepDims: withDefault(flag(), true) };
export type ReductionAttributes = typeof attributes;

interface Reduction extends ReducingOperator {
  readonly name: string;
  readonly summary: string;
  readonly types: readonly DType[];
  readonly reduce: Reduce;
  /** The number of no elements at all. */
  readonly ofNone: number;
  /** Operations for each element of x, unless it is one. */
  readonly operations?: number;
  /** Of y and its gradient dy with one element along each of the axes. */
  readonly gradient: (
    g: Expressions,
    values: Readonly<Record<"x" | "y" | "dy", Expression>>,
    axes: readonly number[],
  ) => Expression;
  readonly tfjs: TfjsFacet<"x", ReductionAttributes> | Absent;
}

/** The op of a reduction, whose axes stay with one element each or are left out. */
export function defineReduction({
  name,
  summary,
  types,
  reduce,
  ofNone,
  operations = 1,
  gradient,
  tfjs,
  ...reducing
}: Reduction) {
  return defineOp({
    name,
    summary,
    inputs: { x: "T" },
    outputs: { y: "T" },
    types: { T: types },
    attributes,
    axes: ({ axes, keepDims }, { shape }) => [...shape.keys()].filter((axis) => keepDims || !axes.includes(axis)),
    inferTypes: ({ x }, { axes, keepDims }) => {
      if (axes.length === 0 && !reducing.isPlain) throw new InvalidNodeError({ problem: "it needs an axis" });
      if (isOverNone(x, axes) && !Number.isFinite(ofNone) && !isFloat(x.dtype)) {
        throw new InvalidNodeError({ problem: `of no elements there is no such ${x.dtype}` });
      }
      const sides = x.shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
      return { y: { dtype: x.dtype, shape: sides.filter((_, axis) => keepDims || !axes.includes(axis)) } };
    },
    countCost: ({ x }) => elementwiseCost(operations * elementCount(x)),
    evaluate: ({ x }, { axes }, { y: { shape } }) => ({
      y: isOverNone(x, axes) ? filled(x.dtype, shape, ofNone) : reduceRuns(x, axes, { dtype: x.dtype, shape }, reduce),
    }),
    gradient: {
      x: (g, { x, y, dy }, { axes }) => {
        const shape = x.type.shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
        return gradient(g, { x, y: g.reshape(y, shape), dy: g.reshape(dy, shape) }, axes);
      },
    },
    onnx: reductionForms(reducing),
    tfjs,
  });
}

/** The facet of an op that is one operation of tfjs. */
export function tfjsReduction(op: string): TfjsFacet<"x", ReductionAttributes> {
  return {
    write: ({ axes, keepDims }) => ({
      op,
      attributes: { keep_dims: keepDims },
      constants: { reduction_indices: intTensor([axes.length], axes) },
    }),
  };
}

/** What a plain reduction over no axis decomposes into: x. */
export function withoutAxes(
  { x }: { readonly x: SymbolicTensor },
  { axes }: { readonly axes: readonly number[] },
  builder: FoldingBuilder,
) {
  return axes.length === 0 ? builder.apply(identityOp, { x }, {}) : undefined;
}

function isOverNone({ shape }: TensorType, axes: readonly number[]): boolean {
  return axes.some((axis) => shape[axis] === 0);
}
