/** Elements of a tensor replaced, or met, one for each index: https://onnx.ai/onnx/operators/onnx__ScatterElements.html */
import { DECOMPOSED, isAbsent } from "../absent.js";
import { axisNumber } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxExpansion, defineExpansion } from "../onnxExpansion.js";
import { type OnnxFacet, type OnnxForm, type OnnxNode, attributeOf, axisOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { copyTensor, elementCount, sameShape } from "../tensor.js";
import { cast } from "./cast.js";
import { countedFromStart } from "./countedFromStart.js";
import { checkElementIndices, flatPlaces } from "./elementIndices.js";
import { elementwiseCost } from "./elementwise.js";
import { placesAlong } from "./places.js";
import { reshape } from "./reshape.js";
import { REDUCTION_STEPS, checkReduction, readReduction, reduction, scatterOnto, writeReduction } from "./scatter.js";
import { scatterND } from "./scatterND.js";
import { ofElementsPut, ofElementsUnder } from "./indexedGradient.js";

const OPERATOR = "ScatterElements";

const attributes = { axis: withDefault(axisNumber("x"), 0), reduction };

const forms: OnnxFacet<"x" | "indices" | "updates", typeof attributes> = [
  ...REDUCTION_STEPS.map(
    ({ opsets, known }): OnnxForm<string, typeof attributes> => ({
      operator: OPERATOR,
      ...opsets,
      attributes: known.length > 1 ? ["axis", "reduction"] : ["axis"],
      write: ({ axis, reduction: by }) => {
        const said = writeReduction(by, known);
        return isAbsent(said) ? said : { attributes: { axis: int(axis), ...said.attributes } };
      },
      read: (node) => ({ axis: readAxis(node), reduction: readReduction(node, OPERATOR) }),
    }),
  ),
  // What it was called before it had a reduction.
  { operator: "Scatter", from: 9, until: 10, attributes: ["axis"], read: (node) => ({ axis: readAxis(node) }) },
];

export const scatterElementsOp = defineOp({
  name: "scatterElements",
  summary:
    "x with each of `updates` where it stands, but along `axis`, where it stands as the index in its place says, which counts from 0: in place of what is there, or met with it by `reduction`; the last of several",
  inputs: { x: "T", indices: "I", updates: "T" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES, I: ["int64", "int32"] },
  attributes,
  axes: "kept",
  inferTypes: ({ x, indices, updates }, { axis, reduction: by }) => {
    checkReduction(by, x.dtype);
    checkElementIndices(indices.shape, x.shape, axis);
    if (sameShape(indices.shape, updates.shape)) return { y: x };
    const problem = `there are indices of ${indices.shape.join("x")} for updates of ${updates.shape.join("x")}`;
    throw new InvalidNodeError({ problem });
  },
  countCost: ({ updates }, _, { reduction: by }) => elementwiseCost(by === "none" ? 0 : elementCount(updates)),
  evaluate: ({ x, indices, updates }, { axis, reduction: by }) => {
    const y = copyTensor(x);
    scatterOnto(y, updates, { places: placesAlong(indices, x.shape, axis), length: 1 }, by);
    return { y };
  },
  gradient: {
    x: (g, values, { axis, reduction: by }) => ofElementsUnder(g, values, { axis, by }),
    updates: (g, values, { axis, reduction: by }) => ofElementsPut(g, values, { axis, by }),
  },
  onnx: forms,
  tfjs: DECOMPOSED,
});

/** Elements of all of x in one row. */
export const scatterElementsDecomposition = defineDecomposition(
  scatterElementsOp,
  ({ x, indices, updates }, { axis, reduction: by }, builder) => {
    const { shape } = x.type;
    const [count, updated] = [elementCount(x.type), elementCount(updates.type)];
    const found = flatPlaces(indices, { shape, axis }, builder);
    const places = found.type.dtype === "int64" ? found : cast({ to: "int64" })(found);
    const row = scatterND({ reduction: by })(
      reshape({ shape: [count] })(x),
      reshape({ shape: [updated, 1] })(places),
      reshape({ shape: [updated] })(updates),
    );
    return { y: reshape({ shape })(row) };
  },
);

export const scatterElementsFromEitherEnd = formOf(OPERATOR, { from: 11 });
export const scatterFromEitherEnd = formOf("Scatter", { from: 9, until: 10 });

export const scatterElements = defineLayer({
  name: "scatterElements",
  summary: scatterElementsOp.summary,
  attributes: scatterElementsOp.attributes,
  reads: ["x", "indices", "updates"],
  result: TENSOR,
  example: "scatterElements({ axis: 1 })(x, indices, updates)",
  apply: ([x, indices, updates]: readonly [SymbolicTensor, SymbolicTensor, SymbolicTensor], given) =>
    x.builder.apply(scatterElementsOp, { x, indices, updates }, given).y,
});

function formOf(
  operator: string,
  opsets: Pick<OnnxExpansion, "from" | "until">,
): OnnxExpansion<"x" | "indices" | "updates"> {
  return defineExpansion({
    operator,
    ...opsets,
    attributes: ["axis", "reduction"],
    inputs: ["x", "indices", "updates"],
    build: ({ x, indices, updates }, node, { builder, opset }) => {
      const { shape } = x.type;
      const axis = axisOf(readAxis(node), shape.length, operator);
      const by = readReduction(node, operator, opset);
      const counted = countedFromStart(indices, [shape[axis]!], builder);
      return counted === indices ? undefined : scatterElements({ axis, reduction: by })(x, counted, updates);
    },
  });
}

function readAxis(node: OnnxNode): number {
  return attributeOf(node, "axis", "int") ?? 0;
}
