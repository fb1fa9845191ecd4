/** What slides windows over images: convolutions, pools, norms, and what changes their sides. */
import * as core from "@linknet-kit/core";
import type { Op, Shape, SymbolicTensor } from "@linknet-kit/core";
import { activated, fusedWith } from "./elementwise.js";
import type { TfjsReading, TfjsReadings } from "./reading.js";
import type { TfjsNode } from "./tfjsNode.js";

/** Ops here are of channels-first images; transposes that undo each other go when all is read. */
const channelsFirst = core.transpose({ order: core.CHANNELS_FIRST });
export const channelsLast = core.transpose({ order: core.CHANNELS_LAST });

/** The operand as a channels-first image. */
function imageAt(node: TfjsNode, index: number): SymbolicTensor {
  const x = node.at(index);
  if (node.text("data_format", "NHWC") !== "NHWC") node.fail("is of channels-first images");
  return x.type.shape.length === 4 ? channelsFirst(x) : node.fail(`is of ${x.type.shape.join("x")}, no images`);
}

interface Sides {
  readonly stride: Shape;
  readonly dilation: Shape;
  readonly padding: { readonly begin: Shape; readonly end: Shape };
}

/** How the window moves over `sides`; `SAME` puts an odd row or column behind. https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2 */
function windowOf(node: TfjsNode, sides: Shape, kernel: Shape): Sides {
  const spatial = (name: string): Shape => {
    const [, ...each] = node.integers(name);
    return each.length === 3
      ? each.slice(0, 2)
      : node.fail(each.length === 0 ? `has no ${name}` : `has the ${name} ${each.join(",")}`);
  };
  const stride = spatial("strides");
  const dilation = node.integers("dilations").length === 0 ? [1, 1] : spatial("dilations");
  const padding = node.text("padding", "");
  if (padding === "VALID") return { stride, dilation, padding: { begin: [0, 0], end: [0, 0] } };
  if (padding === "EXPLICIT") {
    const [, , top, bottom, left, right] = node.integers("explicit_paddings");
    return { stride, dilation, padding: { begin: [top ?? 0, left ?? 0], end: [bottom ?? 0, right ?? 0] } };
  }
  if (padding !== "SAME") node.fail(`has the padding ${padding}`);
  const total = sides.map((side, axis) => {
    const reach = dilation[axis]! * (kernel[axis]! - 1) + 1;
    return Math.max(0, (Math.ceil(side / stride[axis]!) - 1) * stride[axis]! + reach - side);
  });
  const begin = total.map((each) => Math.floor(each / 2));
  return { stride, dilation, padding: { begin, end: total.map((each, axis) => each - begin[axis]!) } };
}

/** Kernel x Cin x Cout, or per channel of the image. */
type WeightOf = (
  node: TfjsNode,
  weight: SymbolicTensor,
) => { readonly weight: SymbolicTensor; readonly groups: number };

const filtersOf: WeightOf = (node, given) => {
  const [, , channels] = given.type.shape;
  const groups = node.at(0).type.shape[3]! / channels!;
  return { weight: core.transpose({ order: [3, 2, 0, 1] })(given), groups };
};

const filtersByChannel: WeightOf = (_, given) => {
  const [rows, columns, channels, each] = given.type.shape as readonly [number, number, number, number];
  const filters = core.transpose({ order: [2, 3, 0, 1] })(given);
  return { weight: core.reshape({ shape: [channels * each, 1, rows, columns] })(filters), groups: channels };
};

function convolution(weightOf: WeightOf): TfjsReading {
  return (node) => {
    const given = node.at(1);
    if (given.type.shape.length !== 4) node.fail(`has the weight ${given.type.shape.join("x")}`);
    const x = imageAt(node, 0);
    const { weight, groups } = weightOf(node, given);
    const { hasBias, activation } = fusedWith(node);
    const window = windowOf(node, x.type.shape.slice(2), weight.type.shape.slice(2));
    const bias = hasBias ? { bias: node.at(2) } : {};
    const y = node.give(core.convOp, { x, weight, ...bias }, { ...window, groups });
    return activated(node, channelsLast(y), activation, hasBias ? 3 : 2);
  };
}

/** The gradient of a convolution, which is a transposed one: the sides that it gives are an operand. */
const transposedConvolution: TfjsReading = (node) => {
  const [, height, width] = node.numbers(0);
  const sides = [height ?? 0, width ?? 0];
  const x = imageAt(node, 2);
  const weight = core.transpose({ order: [3, 2, 0, 1] })(node.at(1));
  const kernel = weight.type.shape.slice(2);
  const window = windowOf(node, sides, kernel);
  const outputPadding = sides.map((side, axis) => {
    const reach = window.dilation[axis]! * (kernel[axis]! - 1) + 1;
    const whole = (x.type.shape[axis + 2]! - 1) * window.stride[axis]! + reach;
    return side + window.padding.begin[axis]! + window.padding.end[axis]! - whole;
  });
  return channelsLast(node.give(core.convTransposeOp, { x, weight }, { ...window, outputPadding }));
};

function pool(op: Op): TfjsReading {
  return (node) => {
    const x = imageAt(node, 0);
    const kernel = node.integers("ksize").slice(1, 3);
    const window = windowOf(node, x.type.shape.slice(2), kernel);
    return channelsLast(node.give(op, { x }, { kernel, ...window }));
  };
}

const batchNorm: TfjsReading = (node) => {
  if (node.flag("is_training")) node.fail("is in training mode");
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => node.at(index));
  const operands = { x: imageAt(node, 0), scale: scale!, bias: bias!, mean: mean!, variance: variance! };
  return channelsLast(node.give(core.batchNormOp, operands, { epsilon: node.number("epsilon", 1e-3) }));
};

function resize(mode: "linear" | "nearest"): TfjsReading {
  return (node) => {
    const x = node.at(0);
    const [batch, , , channels] = x.type.shape;
    const [height, width] = node.numbers(1);
    const [areCornersAligned, isByCentres] = [node.flag("align_corners"), node.flag("half_pixel_centers")];
    const coordinates = areCornersAligned ? "align_corners" : isByCentres ? "half_pixel" : "asymmetric";
    const rounding = areCornersAligned || isByCentres ? "round_prefer_ceil" : "floor";
    return node.give(core.resizeOp, { x }, { size: [batch, height, width, channels], mode, coordinates, rounding });
  };
}

function blocks(op: Op): TfjsReading {
  return (node) => {
    const side = node.number("block_size", 2);
    return channelsLast(node.give(op, { x: imageAt(node, 0) }, { block: [side, side] }));
  };
}

export const images: TfjsReadings = {
  AvgPool: pool(core.averagePoolOp),
  Conv2D: convolution(filtersOf),
  Conv2DBackpropInput: transposedConvolution,
  DepthToSpace: blocks(core.depthToSpaceOp),
  DepthwiseConv2dNative: convolution(filtersByChannel),
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
  FusedDepthwiseConv2dNative: convolution(filtersByChannel),
  MaxPool: pool(core.maxPoolOp),
  ResizeBilinear: resize("linear"),
  ResizeNearestNeighbor: resize("nearest"),
  SpaceToDepth: blocks(core.spaceToDepthOp),
  _FusedConv2D: convolution(filtersOf),
};
