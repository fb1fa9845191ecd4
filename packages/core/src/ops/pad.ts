/** A constant border along any axis: https://onnx.ai/onnx/operators/onnx__Pad.html */
import { number, perAxis, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, NUMBER_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, axisOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { defineExpansion } from "../onnxExpansion.js";
import { type Shape, filled, intTensor } from "../tensor.js";
import { slice } from "./slice.js";
import { copyView, cut, viewOf } from "./view.js";

const attributes = { before: perAxis(0), after: perAxis(0), value: withDefault(number(), 0) };

export const padOp = defineOp({
  name: "pad",
  summary: "`before` and `after` elements of `value` added along each axis",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: NUMBER_TYPES },
  attributes,
  axes: "kept",
  handsOn: (_, { before, after }) => ([...before, ...after].every((each) => each === 0) ? "x" : undefined),
  inferTypes: ({ x }, { before, after }) => {
    if (before.length !== x.shape.length || after.length !== x.shape.length) {
      throw new InvalidNodeError({ problem: `padding must have an entry for each of ${x.shape.length} axes` });
    }
    return { y: { dtype: x.dtype, shape: x.shape.map((side, axis) => side + before[axis]! + after[axis]!) } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { before, value }, { y: { shape } }) => {
    const y = filled(x.dtype, shape, value);
    copyView(viewOf<ElementArray>(x), cut(viewOf<ElementArray>(y), { start: before, shape: x.shape }));
    return { y };
  },
  onnx: [
    {
      operator: "Pad",
      from: 11,
      constants: ["pads", "constant_value?", "axes?"],
      attributes: ["mode"],
      write: ({ before, after, value }, { x }) => {
        const pads = intTensor([2 * before.length], [...before, ...after]);
        return { constants: { pads, constant_value: filled(x.dtype, [], value) } };
      },
      read: (node, { x }) => borderSince11(node, x.shape),
    },
    {
      operator: "Pad",
      from: 2,
      until: 10,
      attributes: ["mode", "pads", "value"],
      read: (node, { x }) => borderUntil10(node, x.shape),
    },
  ],
  tfjs: {
    write: ({ before, after, value }, { x }) => ({
      op: "PadV2",
      constants: {
        paddings: intTensor(
          [before.length, 2],
          before.flatMap((each, axis) => [each, after[axis]!]),
        ),
        constant_values: filled(x.dtype, [], value),
      },
    }),
  },
});

export const pad = layerOf(padOp, "pad({ before: [0, 0, 0, 0], after: [0, 0, 1, 1] })(x)");

/** A border that is negative in places: there elements are taken away. */
export const cropAndPad = defineExpansion({
  operator: "Pad",
  from: 11,
  constants: ["pads", "constant_value?", "axes?"],
  attributes: ["mode"],
  inputs: ["x"],
  build: ({ x }, node) => withBorder(x, borderSince11(node, x.type.shape)),
});

export const cropAndPadUntil10 = defineExpansion({
  operator: "Pad",
  from: 2,
  until: 10,
  attributes: ["mode", "pads", "value"],
  inputs: ["x"],
  build: ({ x }, node) => withBorder(x, borderUntil10(node, x.type.shape)),
});

interface Border {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
}

/** First without what the border takes away, then with what it adds; nothing where it takes nothing away. */
function withBorder(x: SymbolicTensor, { before, after, value }: Border): SymbolicTensor | undefined {
  if ([...before, ...after].every((each) => each >= 0)) return undefined;
  const { shape } = x.type;
  const start = before.map((each) => Math.max(0, -each));
  const end = shape.map((side, axis) => Math.max(start[axis]!, side + Math.min(0, after[axis]!)));
  const cropped = slice({ start, end, step: shape.map(() => 1) })(x);
  const added = { before: before.map((each) => Math.max(0, each)), after: after.map((each) => Math.max(0, each)) };
  return [...added.before, ...added.after].every((each) => each === 0) ? cropped : pad({ ...added, value })(cropped);
}

function borderSince11(node: OnnxNode, shape: Shape): Border {
  const given = { pads: constantOf(node, "pads") ?? [], axes: constantOf(node, "axes") };
  return { ...readBorder(node, shape, given), value: constantOf(node, "constant_value")?.[0] ?? 0 };
}

function borderUntil10(node: OnnxNode, shape: Shape): Border {
  const border = readBorder(node, shape, { pads: attributeOf(node, "pads", "ints") ?? [] });
  return { ...border, value: attributeOf(node, "value", "float") ?? 0 };
}

/** First what is before each of the axes, then what is after; all axes unless some are named. */
function readBorder(node: OnnxNode, shape: Shape, { pads, axes = [...shape.keys()] }: WrittenBorder) {
  const mode = attributeOf(node, "mode", "string") ?? "constant";
  if (mode !== "constant" || pads.length !== 2 * axes.length) {
    const problem = `has mode ${mode} or pads that are not two for each axis`;
    throw new UnsupportedFormError({ operator: "Pad", problem });
  }
  const [before, after] = [shape.map(() => 0), shape.map(() => 0)];
  for (const [position, named] of axes.entries()) {
    const axis = axisOf(named, shape.length, "Pad");
    before[axis] = pads[position]!;
    after[axis] = pads[axes.length + position]!;
  }
  return { before, after };
}

interface WrittenBorder {
  readonly pads: readonly number[];
  readonly axes?: readonly number[] | undefined;
}
