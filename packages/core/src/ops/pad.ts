/** A constant border along any axis: https://onnx.ai/onnx/operators/onnx__Pad.html */
import { number, perAxis, withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, NUMBER_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { filled, intTensor } from "../tensor.js";
import { copyView, cut, viewOf } from "./view.js";

const attributes = { before: perAxis(0), after: perAxis(0), value: withDefault(number(), 0) };

export const padOp = defineOp({
  name: "pad",
  summary: "`before` and `after` elements of `value` added along each axis",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: NUMBER_TYPES },
  attributes,
  layout: "any",
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
  onnx: {
    type: "Pad",
    since: 11,
    constants: ["pads", "constant_value?", "axes?"],
    attributes: ["mode"],
    write: ({ before, after, value }, { x }) => {
      const pads = intTensor([2 * before.length], [...before, ...after]);
      return { constants: { pads, constant_value: filled(x.dtype, [], value) } };
    },
    read: (form, { x }) => {
      const mode = attributeOf(form, "mode", "string") ?? "constant";
      const pads = constantOf(form, "pads");
      const rank = x.shape.length;
      if (mode !== "constant" || pads?.length !== 2 * rank || constantOf(form, "axes") !== undefined) {
        throw new UnsupportedFormError({
          type: "Pad",
          problem: `has mode ${mode} or pads that are not one for each axis`,
        });
      }
      const value = constantOf(form, "constant_value")?.[0] ?? 0;
      return { before: pads.slice(0, rank), after: pads.slice(rank), value };
    },
  },
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
