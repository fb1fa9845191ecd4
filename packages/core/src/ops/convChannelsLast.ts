/** conv of channels-last images: https://www.tensorflow.org/api_docs/python/tf/raw_ops/Conv2D */
import { DECOMPOSED } from "../absent.js";
import { type SpatialPadding, perSpatialAxis, spatialPadding, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { type TensorType, sameShape } from "../tensor.js";
import type { TfjsAttribute } from "../tfjsForm.js";
import { channelsFirstType, channelsLastType, defineChannelsLastOp } from "./channelsLast.js";
import { convOp } from "./conv.js";
import { channelsFirstOrder, channelsLastOrder, filtersFirstOrder, reorder, reorderType } from "./reorder.js";
import { slice } from "./slice.js";
import { splitWindow } from "./stridedDilation.js";
import type { Box } from "./view.js";
import { type Window, windowPositions } from "./window.js";

export const convChannelsLastOp = defineChannelsLastOp({
  name: "convChannelsLast",
  summary: "conv of images N x H x W x C, with a `weight` kernel x Cin x Cout and one group",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {
    stride: withDefault(perSpatialAxis("x", 1), 1),
    padding: withDefault(spatialPadding("x"), 0),
    dilation: withDefault(perSpatialAxis("x", 1), 1),
  },
  inferTypes: (inputs, attributes) => {
    const { y } = convOp.inferTypes(twinTypes(inputs), { ...attributes, groups: 1 });
    return { y: channelsLastType(y) };
  },
  countCost: (inputs, { y }, attributes) =>
    convOp.countCost(twinTypes(inputs), { y: channelsFirstType(y) }, { ...attributes, groups: 1 }),
  evaluate: ({ x, weight, bias }, attributes, { y }) => {
    const rank = x.shape.length;
    const inputs = {
      x: reorder(x, channelsFirstOrder(rank)),
      weight: reorder(weight, filtersFirstOrder(rank)),
      bias,
    };
    const results = convOp.evaluate(inputs, { ...attributes, groups: 1 }, { y: channelsFirstType(y) });
    return { y: reorder(results.y, channelsLastOrder(rank)) };
  },
  tfjs: {
    write: ({ stride, padding: sides, dilation }, { x, bias }) => {
      if (x.shape.length !== 4) return { absent: "Conv2D of tfjs is of images" };
      if (doesBoth({ stride, dilation })) return DECOMPOSED;
      const window = {
        strides: [1, ...stride, 1],
        dilations: [1, ...dilation, 1],
        data_format: "NHWC",
        ...writePadding(sides),
      };
      if (bias === undefined) return { op: "Conv2D", attributes: window };
      return { op: "_FusedConv2D", attributes: { ...window, fused_ops: ["BiasAdd"], num_args: 1 } };
    },
  },
});

/** Conv2D of tfjs has either strides or dilations. */
export const convChannelsLastDecomposition = defineDecomposition(
  convChannelsLastOp,
  ({ x, weight, bias }, given, builder) => {
    if (!doesBoth(given)) return undefined;
    const sides = x.type.shape.slice(1, -1);
    const window = { ...given, kernel: weight.type.shape.slice(0, -2) };
    const positions = windowPositions(sides, window);
    const split = splitWindow(sides, window, positions);
    const operands = { x: cutImage(x, split.read), weight, bias };
    const all = builder.apply(convChannelsLastOp, operands, split.window).y;
    return { y: cutImage(all, { start: sides.map(() => 0), step: split.step, shape: positions }) };
  },
);

function doesBoth(window: Pick<Window, "stride" | "dilation">): boolean {
  return [window.stride, window.dilation].every((each) => each.some((step) => step > 1));
}

/** A box of the axes between N and C; the image itself where that is all of it. */
function cutImage(x: SymbolicTensor, { start, step, shape }: Required<Box>): SymbolicTensor {
  const [batch = 0, ...sides] = x.type.shape.slice(0, -1);
  if (sameShape(sides, shape)) return x;
  const channels = x.type.shape.at(-1)!;
  const end = shape.map((count, axis) => start[axis]! + (count - 1) * step[axis]! + 1);
  return slice({ start: [0, ...start, 0], end: [batch, ...end, channels], step: [1, ...step, 1] })(x);
}

interface Types {
  readonly x: TensorType;
  readonly weight: TensorType;
  readonly bias?: TensorType | undefined;
}

function twinTypes({ x, weight, bias }: Types): Types {
  return { x: channelsFirstType(x), weight: reorderType(weight, filtersFirstOrder(weight.shape.length)), bias };
}

/** Always in numbers: TensorFlow's `SAME` puts an odd row and column after the image, where they may belong before it. */
function writePadding({ begin, end }: SpatialPadding): Record<string, TfjsAttribute> {
  if ([...begin, ...end].every((side) => side === 0)) return { padding: "VALID" };
  const along = begin.flatMap((side, axis) => [side, end[axis]!]);
  return { padding: "EXPLICIT", explicit_paddings: [0, 0, ...along, 0, 0] };
}
