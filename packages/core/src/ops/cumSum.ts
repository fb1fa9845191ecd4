/** Running sums along an axis: https://onnx.ai/onnx/operators/onnx__CumSum.html */
import { axisNumber, flag } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { ARITHMETIC_TYPES } from "../dtypes.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, constantOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, intTensor } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { type MapRun, mapRuns } from "./runs.js";

const attributes = {
  axis: axisNumber("x"),
  /** Of the elements before each, without itself. */
  exclusive: withDefault(flag(), false),
  /** From the last element to the first. */
  reverse: withDefault(flag(), false),
};

const FORM = { operator: "CumSum", constants: ["axis"], attributes: ["exclusive", "reverse"] } as const;

export const cumSumOp = defineOp({
  name: "cumSum",
  summary:
    "at each place the sum of the elements along `axis` up to it, without it where `exclusive`, from the end where `reverse`",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: ARITHMETIC_TYPES },
  attributes,
  axes: "kept",
  inferTypes: ({ x }) => ({ y: x }),
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }, { axis, ...given }) => ({ y: mapRuns(x, [axis], summing(given)) }),
  gradient: { x: (g, { dy }, { axis, exclusive, reverse }) => g.cumSum(dy, { axis, exclusive, reverse: !reverse }) },
  onnx: [
    { ...FORM, from: 14, write, read },
    {
      ...FORM,
      from: 11,
      until: 13,
      write: (given, { x }) =>
        x.dtype === "float16" ? { absent: "before opset 14 it takes no float16" } : write(given),
      read,
    },
  ],
  tfjs: {
    write: ({ axis, exclusive, reverse }) => ({
      op: "Cumsum",
      attributes: { exclusive, reverse },
      constants: { axis: intTensor([], [axis]) },
    }),
  },
});

export const cumSum = layerOf(cumSumOp, "cumSum({ axis: 1 })(x)");

function summing({ exclusive, reverse }: Omit<Canonical<typeof attributes>, "axis">): MapRun {
  return (x, y, start, end) => {
    const [first, step] = reverse ? [end - 1, -1] : [start, 1];
    // The zero of their kind, since integers of 64 bits are no numbers.
    let sum = y[first]!;
    for (let index = first; index >= start && index < end; index += step) {
      if (exclusive) y[index] = sum;
      sum += x[index]!;
      if (!exclusive) y[index] = sum;
    }
  };
}

function write({ axis, exclusive, reverse }: Canonical<typeof attributes>) {
  return {
    attributes: { exclusive: int(exclusive ? 1 : 0), reverse: int(reverse ? 1 : 0) },
    constants: { axis: intTensor([], [axis]) },
  };
}

function read(node: OnnxNode) {
  const [axis, ...more] = constantOf(node, "axis") ?? [];
  if (axis === undefined || more.length > 0) {
    throw new UnsupportedFormError({ operator: "CumSum", problem: "has not one axis" });
  }
  const isSet = (name: string): boolean => (attributeOf(node, name, "int") ?? 0) !== 0;
  return { axis, exclusive: isSet("exclusive"), reverse: isSet("reverse") };
}
