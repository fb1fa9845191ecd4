/** A constant border along any axis: https://onnx.ai/onnx/operators/onnx__Pad.html */
import { number, perAxis, withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, NUMBER_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, axisOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type TensorType, filled, intTensor } from "../tensor.js";
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
      read: (node, { x }) => {
        const border = { pads: constantOf(node, "pads") ?? [], axes: constantOf(node, "axes") };
        return { ...readBorder(node, x, border), value: constantOf(node, "constant_value")?.[0] ?? 0 };
      },
    },
    {
      operator: "Pad",
      from: 2,
      until: 10,
      attributes: ["mode", "pads", "value"],
      read: (node, { x }) => {
        const pads = attributeOf(node, "pads", "ints") ?? [];
        return { ...readBorder(node, x, { pads }), value: attributeOf(node, "value", "float") ?? 0 };
      },
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

/** First what is before each of the axes, then what is after; all axes unless some are named. */
function readBorder(node: OnnxNode, { shape }: TensorType, { pads, axes = [...shape.keys()] }: WrittenBorder) {
  const mode = attributeOf(node, "mode", "string") ?? "constant";
  if (mode !== "constant" || pads.length !== 2 * axes.length || pads.some((each) => each < 0)) {
    const problem = `has mode ${mode} or pads that are not two of at least 0 for each axis`;
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
