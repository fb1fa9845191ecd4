/** A border around a tensor, along any axis: https://onnx.ai/onnx/operators/onnx__Pad.html */
import { DECOMPOSED } from "../absent.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { NO_COST, defineOp } from "../op.js";
import { defineExpansion } from "../onnxExpansion.js";
import { filled, intTensor } from "../tensor.js";
import { type Border, bordered, checkBorder, sourcesAlong } from "./border.js";
import { gather } from "./gather.js";
import { PAD_SINCE_11, PAD_UNTIL_10, borderSince11, borderUntil10, padAttributes, padForms } from "./padForms.js";
import { slice } from "./slice.js";
import { withoutBorder } from "./movedGradient.js";

/** Axes of a tensor that is padded with its mirror by tfjs's shaders. */
const MOST_MIRRORED = 4;

export const padOp = defineOp({
  name: "pad",
  summary: "`before` and `after` elements added along each axis: of `value`, or as `mode` says of x's own",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: padAttributes,
  axes: "kept",
  handsOn: (_, { before, after }) => ([...before, ...after].every((each) => each === 0) ? "x" : undefined),
  inferTypes: ({ x: { dtype, shape } }, border) => {
    const { before, after } = border;
    if (before.length !== shape.length || after.length !== shape.length) {
      throw new InvalidNodeError({ problem: `padding must have an entry for each of ${shape.length} axes` });
    }
    checkBorder(shape, border);
    return { y: { dtype, shape: shape.map((side, axis) => side + before[axis]! + after[axis]!) } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, border, { y: { shape } }) => ({ y: bordered(x, border, shape) }),
  gradient: { x: (g, { x, dy }, border) => withoutBorder(g, { x, dy }, border) },
  onnx: padForms,
  tfjs: {
    write: ({ before, after, mode, value }, { x: { dtype, shape } }) => {
      const both = before.flatMap((each, axis) => [each, after[axis]!]);
      const paddings = intTensor([before.length, 2], both);
      if (mode === "constant")
        return { op: "PadV2", constants: { paddings, constant_values: filled(dtype, [], value) } };
      if (mode !== "reflect" || shape.length > MOST_MIRRORED) return DECOMPOSED;
      return { op: "MirrorPad", attributes: { mode: "REFLECT" }, constants: { paddings } };
    },
  },
});

/** What is repeated is gathered along one axis after the other. */
export const padDecomposition = defineDecomposition(padOp, ({ x }, { before, after, mode }, builder) => {
  if (mode === "constant") return undefined;
  const axes = [...x.type.shape.keys()].filter((axis) => before[axis]! + after[axis]! > 0);
  const along = (y: SymbolicTensor, axis: number): SymbolicTensor => {
    const sources = sourcesAlong(y.type.shape[axis]!, { before: before[axis]!, after: after[axis]!, mode });
    const indices = builder.constant(builder.freeName("sources"), intTensor([sources.length], sources));
    return gather({ axis })(y, indices);
  };
  return { y: axes.reduce(along, x) };
});

export const pad = layerOf(padOp, "pad({ before: [0, 0, 0, 0], after: [0, 0, 1, 1] })(x)");

/** A border that is negative in places: there elements are taken away. */
export const cropAndPad = defineExpansion({
  ...PAD_SINCE_11,
  inputs: ["x"],
  build: ({ x }, node) => withBorder(x, borderSince11(node, x.type.shape)),
});

export const cropAndPadUntil10 = defineExpansion({
  ...PAD_UNTIL_10,
  inputs: ["x"],
  build: ({ x }, node) => withBorder(x, borderUntil10(node, x.type.shape)),
});

/** First without what the border takes away, then with what it adds; nothing where it takes nothing away. */
function withBorder(x: SymbolicTensor, { before, after, ...border }: Border): SymbolicTensor | undefined {
  if ([...before, ...after].every((each) => each >= 0)) return undefined;
  const { shape } = x.type;
  const start = before.map((each) => Math.max(0, -each));
  const end = shape.map((side, axis) => Math.max(start[axis]!, side + Math.min(0, after[axis]!)));
  const cropped = slice({ start, end, step: shape.map(() => 1) })(x);
  const added = { before: before.map((each) => Math.max(0, each)), after: after.map((each) => Math.max(0, each)) };
  return [...added.before, ...added.after].every((each) => each === 0)
    ? cropped
    : pad({ ...added, ...border })(cropped);
}
