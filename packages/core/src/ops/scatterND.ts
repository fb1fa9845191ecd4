/** Parts of a tensor replaced, or met, at tuples of indices: https://onnx.ai/onnx/operators/onnx__ScatterND.html */
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { defineExpansion } from "../onnxExpansion.js";
import type { OnnxFacet } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Shape, copyTensor, elementCount, sameShape } from "../tensor.js";
import { countedFromStart } from "./countedFromStart.js";
import { elementwiseCost } from "./elementwise.js";
import { placesOfTuples } from "./places.js";
import { REDUCTION_STEPS, checkReduction, readReduction, reduction, scatterOnto, writeReduction } from "./scatter.js";
import { ofPartsPut, ofPartsUnder } from "./indexedGradient.js";

const OPERATOR = "ScatterND";

const attributes = { reduction };

const forms: OnnxFacet<"x" | "indices" | "updates", typeof attributes> = REDUCTION_STEPS.map(({ opsets, known }) => ({
  operator: OPERATOR,
  ...opsets,
  attributes: known.length > 1 ? ["reduction"] : [],
  write: ({ reduction: by }) => writeReduction(by, known),
  read: (node) => ({ reduction: readReduction(node, OPERATOR) }),
}));

export const scatterNDOp = defineOp({
  name: "scatterND",
  summary:
    "x with `updates` at the tuples of indices, which count from 0, along the last axis of `indices`: in place of what is there, or met with it by `reduction`; the last of several",
  inputs: { x: "T", indices: "int64", updates: "T" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES },
  attributes,
  axes: "opaque",
  inferTypes: ({ x, indices, updates }, { reduction: by }) => {
    checkReduction(by, x.dtype);
    checkUpdates(x.shape, indices.shape, updates.shape);
    return { y: x };
  },
  countCost: ({ updates }, _, { reduction: by }) => elementwiseCost(by === "none" ? 0 : elementCount(updates)),
  evaluate: ({ x, indices, updates }, { reduction: by }) => {
    const y = copyTensor(x);
    const { places, length } = placesOfTuples(indices, x.shape, 0);
    scatterOnto(y, updates, { places, length }, by);
    return { y };
  },
  gradient: {
    x: (g, values, { reduction: by }) => ofPartsUnder(g, values, by),
    updates: (g, values, { reduction: by }) => ofPartsPut(g, values, by),
  },
  onnx: forms,
  tfjs: {
    write: ({ reduction: by }) =>
      by === "none" ? { op: "TensorScatterUpdate" } : { absent: `tfjs replaces what is scattered onto, without ${by}` },
  },
});

export const scatterNDFromEitherEnd = defineExpansion({
  operator: OPERATOR,
  from: 11,
  attributes: ["reduction"],
  inputs: ["x", "indices", "updates"],
  build: ({ x, indices, updates }, node, { builder, opset }) => {
    const by = readReduction(node, OPERATOR, opset);
    checkUpdates(x.type.shape, indices.type.shape, updates.type.shape);
    const counted = countedFromStart(indices, x.type.shape.slice(0, indices.type.shape.at(-1)), builder);
    return counted === indices ? undefined : scatterND({ reduction: by })(x, counted, updates);
  },
});

export const scatterND = defineLayer({
  name: "scatterND",
  summary: scatterNDOp.summary,
  attributes: scatterNDOp.attributes,
  reads: ["x", "indices", "updates"],
  result: TENSOR,
  example: "scatterND()(x, tuples, parts)",
  apply: ([x, indices, updates]: readonly [SymbolicTensor, SymbolicTensor, SymbolicTensor], given) =>
    x.builder.apply(scatterNDOp, { x, indices, updates }, given).y,
});

function checkUpdates(x: Shape, indices: Shape, updates: Shape): void {
  const depth = indices.at(-1) ?? 0;
  if (depth > 0 && depth <= x.length && sameShape(updates, [...indices.slice(0, -1), ...x.slice(depth)])) return;
  throw new InvalidNodeError({
    problem: `updates of ${updates.join("x")} at indices of ${indices.join("x")} do not fit into ${x.join("x")}`,
  });
}
