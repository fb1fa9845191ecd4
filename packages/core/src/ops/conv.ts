/** Convolution over any number of spatial axes: https://onnx.ai/onnx/operators/onnx__Conv.html */
import { flag, integer, padding, pair, perSpatialAxis, spatialPadding, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { attributeOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import {
  type FloatTensor,
  type Tensor,
  type TensorType,
  elementCount,
  float32,
  floatTensor,
  floats,
  rank4,
  spatialOf,
} from "../tensor.js";
import { checkBias, checkGroups, kernelOf } from "./convolution.js";
import { matrixProduct } from "./matrixProduct.js";
import { readPatches, rowBlocks, tapsOf, windowRows } from "./patches.js";
import { addPlane, isPaddedLittle, loadPlane, paddedPlane } from "./planeSums.js";
import { type Slide, type Window, rowCount, sumOfPaddings, windowPositions } from "./window.js";
import { WINDOW_ATTRIBUTES, readWindow, writeWindow } from "./windowForm.js";

const groups = withDefault(integer(1), 1);

export const convOp = defineOp({
  name: "conv",
  summary: "slides `weight` (Cout x Cin/groups x kernel) over the spatial axes of x and adds `bias` (Cout)",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {
    stride: withDefault(perSpatialAxis("x", 1), 1),
    padding: withDefault(spatialPadding("x"), 0),
    dilation: withDefault(perSpatialAxis("x", 1), 1),
    groups,
  },
  axes: "images",
  convolution: {
    channelOf: ([filter]) => filter,
    inputChannelOf: ([filter, channel], { shape: [filters = 1, groupChannels = 1] }, { groups: count }) =>
      Math.floor((filter * count) / filters) * groupChannels + channel,
    sumsWholeWindows: ({ padding: { begin, end } }) => [...begin, ...end].every((side) => side === 0),
  },
  amidZeros: (given, zeros) => ({ ...given, padding: sumOfPaddings(given.padding, zeros) }),
  inferTypes: ({ x, weight, bias }, { groups: count, ...window }) => {
    const { batch, channels, sides } = spatialOf(x);
    const { batch: filters, channels: groupChannels, sides: kernel } = spatialOf(weight);
    if (channels !== groupChannels * count || filters % count !== 0) {
      const problem = `weight ${weight.shape.join("x")} in ${count} group(s) does not fit ${channels} channels`;
      throw new InvalidNodeError({ problem });
    }
    checkBias(bias, filters);
    return { y: { dtype: x.dtype, shape: [batch, filters, ...windowPositions(sides, { ...window, kernel })] } };
  },
  countCost: ({ weight, bias }, { y }) => ({
    macs: elementCount(y) * elementCount({ shape: weight.shape.slice(1) }),
    scalarOps: bias === undefined ? 0 : elementCount(y),
  }),
  evaluate: (inputs, given, { y }) => ({ y: convolve(inputs, given, y) }),
  onnx: [
    {
      operator: "Conv",
      from: 1,
      attributes: [...WINDOW_ATTRIBUTES, "group"],
      write: ({ groups: count, ...window }, { weight }) => ({
        attributes: { ...writeWindow({ ...window, kernel: kernelOf(weight) }), group: int(count) },
      }),
      read: (form, { x, weight }) => {
        const { stride, padding: sides, dilation } = readWindow(form, "Conv", { image: x, kernel: kernelOf(weight) });
        return { stride, padding: sides, dilation, groups: attributeOf(form, "group", "int") ?? 1 };
      },
    },
  ],
  tfjs: {
    absent:
      "channelsLast makes it convChannelsLast where it is of images or lines and its weight is known before the graph runs",
  },
});

export const conv2d = defineLayer({
  name: "conv2d",
  summary: "a convolution with `filters` output channels, and a bias for each unless `bias` is false",
  attributes: {
    filters: integer(1),
    kernel: pair(1),
    stride: withDefault(pair(1), 1),
    padding: withDefault(padding(), 0),
    dilation: withDefault(pair(1), 1),
    groups,
    bias: withDefault(flag(), true),
  },
  reads: ["x"],
  result: TENSOR,
  example: "conv2d({ filters: 16, kernel: 3, padding: 1 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], { filters, kernel, bias, ...given }) => {
    const [, channels] = rank4(x.type);
    checkGroups(given.groups, { channels, filters }, x.builder.pathOf("conv2d"));
    const weight = { type: float32(filters, channels / given.groups, ...kernel), initial: heNormal(kernel, filters) };
    const start = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(convOp, { x, weight, ...(bias ? { bias: start } : {}) }, given, "conv2d").y;
  },
});

interface ConvolutionInputs {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Filters of a group from which on its patches are worth writing out: they are multiplied by four filters at once. */
const FILTERS_FOR_PATCHES = 4;

/** Every output is the dot product of a filter and the patch of the image under it, and the bias. */
function convolve(
  { x, weight, bias }: ConvolutionInputs,
  { groups: groupCount, ...rest }: Omit<Window, "kernel"> & { readonly groups: number },
  { shape }: TensorType,
): Tensor {
  const { batch: filters, channels: planes, sides: kernel } = spatialOf(weight);
  const y = floatTensor(shape);
  const slide = { sides: spatialOf(x).sides, window: { ...rest, kernel }, positions: spatialOf(y).sides };
  const count = filters / groupCount;
  const convolution = {
    image: floats(x),
    slide,
    groups: groupCount,
    planes,
    count,
    weights: new Float64Array(floats(weight)),
    offsets: bias && floats(bias),
    y,
  };
  if (count < FILTERS_FOR_PATCHES && isPaddedLittle(slide)) convolvePlanes(convolution);
  else convolvePatches(convolution);
  return y;
}

interface Convolution {
  readonly image: Float32Array;
  readonly slide: Slide;
  readonly groups: number;
  /** Channels and filters of a group. */
  readonly planes: number;
  readonly count: number;
  readonly weights: Float64Array;
  readonly offsets: Float32Array | undefined;
  /** Written to. */
  readonly y: FloatTensor;
}

/** One output row of a group at a time: its filters by the patches under the row. */
function convolvePatches({ image, slide, groups: groupCount, planes, count, weights, offsets, y }: Convolution): void {
  const rows = windowRows(slide, planes);
  const length = planes * rows.kernelArea;
  const height = rowCount(slide);
  const columns = slide.positions.at(-1)!;
  const filters = Array.from({ length: groupCount }, (_, group) => ({
    data: weights.subarray(group * count * length, (group + 1) * count * length),
    count,
  }));
  const patches = { data: new Float64Array(columns * length), count: columns };
  const products = new Float64Array(count * columns);
  for (const block of rowBlocks(rows, (row) => ({ row, taps: tapsOf(rows, row) }))) {
    for (let part = 0; part < y.shape[0]! * groupCount; part += 1) {
      const first = (part % groupCount) * count;
      for (const { row, taps } of block) {
        readPatches(image, rows, { firstPlane: part * planes, taps }, patches.data);
        matrixProduct(filters[part % groupCount]!, patches, length, products);
        for (let each = 0; each < count; each += 1) {
          const to = ((part * count + each) * height + row) * columns;
          const run = { from: each * columns, to, length: columns };
          store(products, run, offsets?.[first + each] ?? 0, y.data);
        }
      }
    }
  }
}

/** One filter at a time, plane by plane. */
function convolvePlanes({ image, slide, planes, count, weights, offsets, y }: Convolution): void {
  const { batch, channels: filters } = spatialOf(y);
  const area = elementCount({ shape: slide.positions });
  const taps = elementCount({ shape: slide.window.kernel });
  const plane = paddedPlane(slide);
  const sums = new Float64Array(area);
  for (let result = 0; result < batch * filters; result += 1) {
    const filter = result % filters;
    const firstPlane = Math.floor(result / count) * planes;
    sums.fill(0);
    for (let each = 0; each < planes; each += 1) {
      loadPlane(image, firstPlane + each, plane);
      const start = (filter * planes + each) * taps;
      addPlane(plane, weights.subarray(start, start + taps), sums);
    }
    store(sums, { from: 0, to: result * area, length: area }, offsets?.[filter] ?? 0, y.data);
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Rounds a run of sums to float32, each with the bias. */
function store(sums: Float64Array, { from, to, length }: Run, offset: number, y: Float32Array): void {
  for (let index = 0; index < length; index += 1) y[to + index] = sums[from + index]! + offset;
}
