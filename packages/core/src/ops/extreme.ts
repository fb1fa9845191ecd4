/** Where the largest or the smallest element stands along an axis: what argMax and argMin share. */
import type { Canonical } from "../attributes.js";
import { axisNumber, flag } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { NUMBER_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxForm, type OnnxNode, attributeOf, int } from "../onnxForm.js";
import { NO_FLOATS } from "../gradient.js";
import { defineOp } from "../op.js";
import { castTensor, elementCount, intTensor } from "../tensor.js";
import { DECOMPOSED } from "../absent.js";
import { elementwiseCost } from "./elementwise.js";
import { type Reduce, reduceRuns } from "./runs.js";

const attributes = {
  axis: withDefault(axisNumber("x"), 0),
  keepDims: withDefault(flag(), true),
  /** Of equals. */
  last: withDefault(flag(), false),
};
type Attributes = typeof attributes;

interface Extreme {
  readonly name: string;
  readonly summary: string;
  /** Of ONNX and of TensorFlow. */
  readonly operator: string;
  /** Places from the start of the run, of the first of equals and of the last. */
  readonly first: Reduce;
  readonly last: Reduce;
}

/** The op, whose result counts along the axis. */
export function defineExtreme({ name, summary, operator, first, last }: Extreme) {
  return defineOp({
    name,
    summary,
    inputs: { x: "T" },
    outputs: { y: "int64" },
    types: { T: NUMBER_TYPES },
    attributes,
    axes: ({ axis, keepDims }, { shape }) => [...shape.keys()].filter((each) => keepDims || each !== axis),
    inferTypes: ({ x: { shape } }, { axis, keepDims }) => {
      if (shape[axis] === 0)
        throw new InvalidNodeError({ problem: `axis ${axis} of ${shape.join("x")} has no elements` });
      return { y: { dtype: "int64", shape: keepDims ? shape.with(axis, 1) : shape.toSpliced(axis, 1) } };
    },
    countCost: ({ x }) => elementwiseCost(elementCount(x)),
    evaluate: ({ x }, { axis, last: isLast }, { y: { shape } }) => {
      const places = reduceRuns(x, [axis], { dtype: "int32", shape }, isLast ? last : first);
      return { y: castTensor(places, "int64") };
    },
    gradient: NO_FLOATS,
    onnx: formsOf(operator),
    tfjs: {
      write: ({ axis, keepDims, last: isLast }) => {
        if (isLast) return { absent: `${operator} of tfjs finds the first of equals` };
        return keepDims ? DECOMPOSED : { op: operator, constants: { dimension: intTensor([], [axis]) } };
      },
    },
  });
}

function formsOf(operator: string): readonly OnnxForm<"x", Attributes>[] {
  const write = ({ axis, keepDims }: Canonical<Attributes>) => ({ axis: int(axis), keepdims: int(keepDims ? 1 : 0) });
  const read = (node: OnnxNode) => ({
    axis: attributeOf(node, "axis", "int") ?? 0,
    keepDims: (attributeOf(node, "keepdims", "int") ?? 1) !== 0,
    last: (attributeOf(node, "select_last_index", "int") ?? 0) !== 0,
  });
  return [
    {
      operator,
      from: 12,
      attributes: ["axis", "keepdims", "select_last_index"],
      write: (given) => ({ attributes: { ...write(given), select_last_index: int(given.last ? 1 : 0) } }),
      read,
    },
    {
      operator,
      from: 1,
      until: 11,
      attributes: ["axis", "keepdims"],
      write: (given) =>
        given.last ? { absent: "before opset 12 it is the first of equals" } : { attributes: write(given) },
      read,
    },
  ];
}
