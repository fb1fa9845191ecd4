/** Small inputs for every op, plain data: the laws hold on them, and every runtime must agree with the reference on them. */
import type { AttributeKinds, Given } from "../attributes.js";
import type { Named } from "../named.js";
import type { OpDefinition, Slots } from "../op.js";
import {
  type FloatTensor,
  type Shape,
  type Tensor,
  castTensor,
  elementCount,
  floatTensor,
  intTensor,
} from "../tensor.js";
import type { ops } from "./table.js";

type OpName = keyof typeof ops;

/** One call of an op. */
export interface OpCase<Input extends string, Kinds extends AttributeKinds> {
  /** What is special about it, unique among the cases of its op. */
  readonly title: string;
  readonly inputs: Named<Input, Tensor>;
  readonly attributes: Given<Kinds>;
}

type CasesOf<Op> =
  Op extends OpDefinition<infer Inputs, Slots, infer Kinds>
    ? readonly [OpCase<keyof Inputs & string, Kinds>, ...OpCase<keyof Inputs & string, Kinds>[]]
    : never;

/** At least one case for every op of the table. */
export const opCases: { readonly [Name in OpName]: CasesOf<(typeof ops)[Name]> } = {
  add: [
    { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: values(2, 3, 5, 7) }, attributes: {} },
    { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: values(3, 1, 1) }, attributes: {} },
    { title: "both stretched", inputs: { a: values(2, 1, 3), b: values(4, 1) }, attributes: {} },
    { title: "a scalar", inputs: { a: values(3, 2), b: floatTensor([], [-0.5]) }, attributes: {} },
  ],
  batchNorm: [
    { title: "three channels, batch 2", inputs: normInputs([2, 3, 5, 7]), attributes: { epsilon: 1e-3 } },
    { title: "default epsilon, one pixel", inputs: normInputs([1, 2, 1, 1]), attributes: {} },
  ],
  cast: [
    { title: "an image to float16", inputs: { x: thirds(2, 3, 3, 5) }, attributes: { to: "float16" } },
    {
      title: "an image of float16 to float32",
      inputs: { x: castTensor(thirds(2, 3, 3, 5), "float16") },
      attributes: { to: "float32" },
    },
    {
      title: "the largest of float16, and halves of its steps there",
      inputs: { x: floatTensor([6], [65504, -65519, 65488, -65456, 32776, 32792]) },
      attributes: { to: "float16" },
    },
    {
      title: "the smallest of float16, and halves of its steps there",
      inputs: { x: floatTensor([6], [2 ** -24, -(2 ** -25), 1.5 * 2 ** -24, 2.5 * 2 ** -24, 2 ** -14, 1e-9]) },
      attributes: { to: "float16" },
    },
    { title: "to the type it is", inputs: { x: thirds(5) }, attributes: { to: "float32" } },
  ],
  concat: [
    { title: "channels, batch 2", inputs: { xs: [values(2, 3, 3, 5), values(2, 1, 3, 5)] }, attributes: {} },
    {
      title: "three along the batch",
      inputs: { xs: [values(1, 2), values(3, 2), values(2, 2)] },
      attributes: { axis: 0 },
    },
    { title: "columns", inputs: { xs: [values(2, 1, 3, 2), values(2, 1, 3, 5)] }, attributes: { axis: 3 } },
    { title: "a single tensor", inputs: { xs: [values(1, 2, 3, 3)] }, attributes: {} },
  ],
  conv2d: [
    {
      title: "3x3 with bias, batch 2",
      inputs: { x: values(2, 3, 5, 7), weight: values(4, 3, 3, 3), bias: values(4) },
      attributes: { padding: 1 },
    },
    {
      title: "1x1 without bias",
      inputs: { x: values(1, 5, 3, 4), weight: values(2, 5, 1, 1) },
      attributes: {},
    },
    {
      title: "7x7 stride 2 on odd sides",
      inputs: { x: values(1, 3, 15, 13), weight: values(5, 3, 7, 7) },
      attributes: { stride: 2, padding: 3 },
    },
    {
      title: "two groups, batch 2",
      inputs: { x: values(2, 4, 5, 5), weight: values(6, 2, 3, 3), bias: values(6) },
      attributes: { groups: 2, padding: 1 },
    },
    {
      title: "a group for each channel",
      inputs: { x: values(1, 3, 6, 5), weight: values(3, 1, 3, 3) },
      attributes: { groups: 3, stride: [2, 1] },
    },
    {
      title: "dilation, more down than across",
      inputs: { x: values(1, 2, 11, 9), weight: values(3, 2, 3, 3), bias: values(3) },
      attributes: { dilation: [4, 2], padding: [4, 2] },
    },
    {
      title: "5x1 kernel",
      inputs: { x: values(1, 2, 7, 5), weight: values(2, 2, 5, 1) },
      attributes: { padding: [2, 0] },
    },
    {
      title: "another padding on each side",
      inputs: { x: values(1, 2, 4, 5), weight: values(2, 2, 3, 2) },
      attributes: { padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
    },
  ],
  conv2dChannelsLast: [
    {
      title: "3x3 with bias, batch 2",
      inputs: { x: values(2, 5, 7, 3), weight: values(3, 3, 3, 4), bias: values(4) },
      attributes: { padding: 1 },
    },
    {
      title: "another padding on each side, no bias",
      inputs: { x: values(1, 4, 5, 2), weight: values(3, 2, 2, 3) },
      attributes: { padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
    },
    {
      title: "dilation",
      inputs: { x: values(1, 11, 9, 2), weight: values(3, 3, 2, 3), bias: values(3) },
      attributes: { dilation: [4, 2], padding: [4, 2] },
    },
  ],
  convTranspose2d: [
    {
      title: "3x3 stride 2 to an even size, batch 2",
      inputs: { x: values(2, 3, 3, 4), weight: values(3, 2, 3, 3), bias: values(2) },
      attributes: { stride: 2, padding: 1, outputPadding: 1 },
    },
    {
      title: "3x3 stride 2 to an odd size",
      inputs: { x: values(1, 3, 3, 4), weight: values(3, 2, 3, 3), bias: values(2) },
      attributes: { stride: 2, padding: 1 },
    },
    {
      title: "output padding below only",
      inputs: { x: values(1, 2, 3, 3), weight: values(2, 2, 3, 3) },
      attributes: { stride: 2, padding: 1, outputPadding: [1, 0] },
    },
    {
      title: "2x2 stride 2, every pixel a window of its own",
      inputs: { x: values(1, 4, 3, 5), weight: values(4, 3, 2, 2), bias: values(3) },
      attributes: { stride: 2 },
    },
    {
      title: "stride 1",
      inputs: { x: values(1, 2, 4, 3), weight: values(2, 5, 3, 3) },
      attributes: { padding: 1 },
    },
    {
      title: "two groups, batch 2",
      inputs: { x: values(2, 4, 3, 3), weight: values(4, 3, 3, 3), bias: values(6) },
      attributes: { groups: 2, stride: 2, padding: 1, outputPadding: 1 },
    },
    {
      title: "dilation and another padding on each side",
      inputs: { x: values(1, 2, 4, 4), weight: values(2, 2, 3, 2) },
      attributes: { dilation: [2, 3], padding: { top: 2, left: 0, bottom: 1, right: 3 }, stride: [1, 2] },
    },
  ],
  depthToSpace: [
    { title: "2x2 blocks, batch 2", inputs: { x: values(2, 12, 2, 3) }, attributes: { block: 2 } },
    { title: "3x3 blocks of one pixel", inputs: { x: values(1, 18, 1, 1) }, attributes: { block: 3 } },
  ],
  dropout2d: [{ title: "inference", inputs: { x: values(2, 3, 3, 5) }, attributes: { rate: 0.1 } }],
  maxPool2d: [
    { title: "2x2 stride 2 with ties, batch 2", inputs: { x: tied(2, 3, 4, 6) }, attributes: { kernel: 2, stride: 2 } },
    { title: "2x2 stride 2 on odd sides", inputs: { x: tied(2, 2, 5, 7) }, attributes: { kernel: 2, stride: 2 } },
    {
      title: "3x3 stride 2 over a border",
      inputs: { x: values(1, 3, 7, 8) },
      attributes: { kernel: 3, stride: 2, padding: 1 },
    },
    {
      title: "negative values do not lose to the border",
      inputs: { x: floatTensor([1, 1, 2, 2], [-4, -3, -2, -1]) },
      attributes: { kernel: 3, stride: 2, padding: 1 },
    },
    {
      title: "another kernel, stride and padding along each side",
      inputs: { x: tied(1, 2, 6, 7) },
      attributes: { kernel: [3, 2], stride: [1, 2], padding: { top: 2, left: 0, bottom: 1, right: 1 } },
    },
    { title: "dilation", inputs: { x: values(1, 2, 7, 7) }, attributes: { kernel: 3, dilation: [2, 3] } },
  ],
  maxPool2dChannelsLast: [
    { title: "2x2 stride 2 on odd sides", inputs: { x: tied(2, 5, 7, 2) }, attributes: { kernel: 2, stride: 2 } },
    {
      title: "another kernel and stride along each side",
      inputs: { x: values(1, 6, 7, 3) },
      attributes: { kernel: [3, 2], stride: [1, 2] },
    },
  ],
  maxUnpool2d: [
    {
      title: "2x2 stride 2 to an even size, batch 2",
      inputs: { x: values(2, 2, 1, 2), indices: intTensor([2, 2, 1, 2], [0, 7, 9, 10, 20, 19, 28, 27]) },
      attributes: { kernel: 2, stride: 2, size: [2, 4] },
    },
    {
      title: "2x2 stride 2 to an odd size, batch 2",
      inputs: { x: values(2, 2, 1, 2), indices: intTensor([2, 2, 1, 2], [6, 3, 15, 23, 30, 32, 51, 47]) },
      attributes: { kernel: 2, stride: 2, size: [3, 5] },
    },
  ],
  mul: [
    { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: values(2, 3, 5, 7) }, attributes: {} },
    { title: "one value a channel", inputs: { a: values(2, 3, 5, 7), b: values(3, 1, 1) }, attributes: {} },
  ],
  pad: [
    {
      title: "zeros below and to the right",
      inputs: { x: values(2, 3, 3, 5) },
      attributes: { before: [0, 0, 0, 0], after: [0, 0, 1, 2] },
    },
    {
      title: "channels",
      inputs: { x: values(2, 1, 3, 2) },
      attributes: { before: [0, 0, 0, 0], after: [0, 3, 0, 0] },
    },
    {
      title: "a value on every side",
      inputs: { x: values(2, 3) },
      attributes: { before: [1, 2], after: [3, 0], value: -1.5 },
    },
  ],
  prelu: [
    {
      title: "one slope a channel, batch 2",
      inputs: { x: values(2, 3, 3, 5), slope: values(3, 1, 1) },
      attributes: {},
    },
    { title: "one slope", inputs: { x: values(2, 3), slope: floatTensor([1], [0.25]) }, attributes: {} },
  ],
  relu: [
    { title: "an image", inputs: { x: values(2, 3, 3, 5) }, attributes: {} },
    { title: "a vector", inputs: { x: values(9) }, attributes: {} },
  ],
  reshape: [
    { title: "an image as a matrix", inputs: { x: values(2, 3, 3, 5) }, attributes: { shape: [2, 45] } },
    { title: "another number of rows", inputs: { x: values(3, 4) }, attributes: { shape: [2, 3, 2] } },
    { title: "an image as another", inputs: { x: values(2, 6, 3, 5) }, attributes: { shape: [2, 3, 5, 6] } },
  ],
  sign: [{ title: "both sides of zero", inputs: { x: floatTensor([5], [-3, -0.25, 0, 2 ** -20, 7]) }, attributes: {} }],
  slice: [
    {
      title: "the top left corner",
      inputs: { x: values(2, 3, 5, 7) },
      attributes: { start: [0, 0, 0, 0], end: [2, 3, 4, 6], step: [1, 1, 1, 1] },
    },
    {
      title: "every second row and third column, not from the first",
      inputs: { x: values(1, 2, 7, 8) },
      attributes: { start: [0, 0, 1, 2], end: [1, 2, 7, 8], step: [1, 1, 2, 3] },
    },
    {
      title: "one of the batch",
      inputs: { x: values(3, 2) },
      attributes: { start: [1, 0], end: [2, 2], step: [1, 1] },
    },
  ],
  spaceToDepth: [
    { title: "2x2 blocks, batch 2", inputs: { x: values(2, 3, 4, 6) }, attributes: { block: 2 } },
    { title: "one block of 3x3", inputs: { x: values(1, 2, 3, 3) }, attributes: { block: 3 } },
  ],
  sub: [
    { title: "same shapes", inputs: { a: values(2, 3, 5, 7), b: tied(2, 3, 5, 7) }, attributes: {} },
    { title: "a stretched", inputs: { a: values(4, 1), b: values(2, 1, 3) }, attributes: {} },
  ],
  transpose: [
    { title: "a matrix", inputs: { x: values(2, 5) }, attributes: { order: [1, 0] } },
    { title: "channels last", inputs: { x: values(2, 3, 4, 5) }, attributes: { order: [0, 2, 3, 1] } },
    { title: "three axes in a circle", inputs: { x: values(2, 3, 4) }, attributes: { order: [2, 0, 1] } },
  ],
};

/** Multiples of a quarter from -2.5 to 2.5 in no simple order: products and sums of a few are exact in float32. */
function values(...shape: number[]): FloatTensor {
  return filled(shape, (index) => (scrambled(index) % 21) / 4 - 2.5);
}

/** As `values`, but none of which float16 holds exactly unless it is whole. */
function thirds(...shape: number[]): FloatTensor {
  const { data } = values(...shape);
  return floatTensor(
    shape,
    data.map((value) => value / 3),
  );
}

/** Only 0, 1 and 2, mostly 0, so that the largest of a window is rarely alone. */
function tied(...shape: number[]): FloatTensor {
  return filled(shape, (index) => Math.max(0, (scrambled(index) % 7) - 4));
}

function normInputs(shape: readonly [number, number, number, number]) {
  const channels = [shape[1]];
  return {
    x: values(...shape),
    scale: values(...channels),
    bias: filled(channels, (channel) => channel - 1),
    mean: filled(channels, (channel) => channel / 2 - 0.25),
    variance: filled(channels, (channel) => channel + 0.25),
  };
}

function filled(shape: Shape, valueAt: (index: number) => number): FloatTensor {
  return floatTensor(
    shape,
    Array.from({ length: elementCount({ shape }) }, (_, index) => valueAt(index)),
  );
}

/** 12 bits that do not look like the index. */
function scrambled(index: number): number {
  const hash = Math.imul(index + 1, 0x9e3779b1);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 20;
}
