/** Transposed ("full") convolution, which upsamples: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html */
import { flag, integer } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { padding, pair, perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { attributeOf, int, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import {
  type Shape,
  type Tensor,
  type TensorType,
  elementCount,
  float32,
  floats,
  rank4,
  spatialOf,
  floatsLike,
} from "../tensor.js";
import { checkBias, checkGroups, kernelOf } from "./convolution.js";
import { matrixProduct } from "./matrixProduct.js";
import { addPatches, readPatches, rowBlocks, tapsOf, windowRows } from "./patches.js";
import { type Slide, type Window, extent } from "./window.js";
import { WINDOW_ATTRIBUTES, readTransposedWindow, writeWindow } from "./windowForm.js";
import { channelSums, gathered } from "./convolutionGradient.js";
import { weightGradient } from "./convolutionWeightGradient.js";

const groups = withDefault(integer(1), 1);

export const convTransposeOp = defineOp({
  name: "convTranspose",
  summary:
    "spreads every input pixel over the output through `weight` (Cin x Cout/groups x kernel) and adds `bias` (Cout)",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {
    stride: withDefault(perSpatialAxis("x", 1), 1),
    padding: withDefault(spatialPadding("x"), 0),
    outputPadding: withDefault(perSpatialAxis("x", 0), 0),
    dilation: withDefault(perSpatialAxis("x", 1), 1),
    groups,
  },
  axes: "images",
  // The filters of each group stand on the second axis, and the groups one after the other on the first.
  convolution: {
    channelOf: ([channel, filter], { shape: [channels = 1, groupFilters = 1] }, { groups: count }) =>
      Math.floor((channel * count) / channels) * groupFilters + filter,
    inputChannelOf: ([channel]) => channel,
    // How many taps meet in a pixel depends on where it is.
    sumsWholeWindows: () => false,
  },
  inferTypes: ({ x, weight, bias }, { groups: count, outputPadding, ...rest }) => {
    const { batch, channels, sides } = spatialOf(x);
    const { batch: inputs, channels: groupFilters, sides: kernel } = spatialOf(weight);
    if (inputs !== channels || channels % count !== 0) {
      const problem = `weight ${weight.shape.join("x")} in ${count} group(s) does not fit ${channels} channels`;
      throw new InvalidNodeError({ problem });
    }
    checkBias(bias, groupFilters * count);
    const shape = [batch, groupFilters * count, ...spreadSides(sides, { ...rest, kernel }, outputPadding)];
    return { y: { dtype: x.dtype, shape } };
  },
  countCost: ({ x, weight, bias }, { y }) => ({
    macs: elementCount(x) * elementCount({ shape: weight.shape.slice(1) }),
    scalarOps: bias === undefined ? 0 : elementCount(y),
  }),
  evaluate: (inputs, given, { y }) => ({ y: spread(inputs, given, y) }),
  gradient: {
    x: (g, { x, weight, dy }, given) => gathered(g, { x, weight, dy }, given),
    weight: (g, { x, weight, dy }, given) => weightGradient(g, { image: dy, weight, positions: x }, given),
    bias: (g, { dy }) => channelSums(g, dy),
  },
  onnx: [
    {
      operator: "ConvTranspose",
      from: 1,
      attributes: [...WINDOW_ATTRIBUTES, "group", "output_padding", "output_shape"],
      write: ({ groups: count, outputPadding, ...window }, { weight }) => ({
        attributes: {
          ...writeWindow({ ...window, kernel: kernelOf(weight) }),
          output_padding: ints(...outputPadding),
          group: int(count),
        },
      }),
      read: (form, { x, weight }) => {
        const context = { image: x, kernel: kernelOf(weight) };
        const { kernel: _, ...window } = readTransposedWindow(form, "ConvTranspose", context);
        return { ...window, groups: attributeOf(form, "group", "int") ?? 1 };
      },
    },
  ],
  tfjs: {
    absent:
      "convTransposeByPhases makes it an ordinary convolution where it is of images or lines and its weight is known before the graph runs",
  },
});

export const convTranspose2d = defineLayer({
  name: "convTranspose2d",
  summary: "a transposed convolution with `filters` output channels, and a bias for each unless `bias` is false",
  attributes: {
    filters: integer(1),
    kernel: pair(1),
    stride: withDefault(pair(1), 1),
    padding: withDefault(padding(), 0),
    outputPadding: withDefault(pair(0), 0),
    dilation: withDefault(pair(1), 1),
    groups,
    bias: withDefault(flag(), true),
  },
  reads: ["x"],
  result: TENSOR,
  example: "convTranspose2d({ filters: 8, kernel: 2, stride: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], { filters, kernel, bias, ...given }) => {
    const [, channels] = rank4(x.type);
    checkGroups(given.groups, { channels, filters }, x.builder.pathOf("convTranspose2d"));
    const weight = { type: float32(channels, filters / given.groups, ...kernel), initial: heNormal(kernel, filters) };
    const start = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(convTransposeOp, { x, weight, ...(bias ? { bias: start } : {}) }, given, "convTranspose2d")
      .y;
  },
});

/** The sides of the result; an error where there are none. */
function spreadSides(sides: Shape, window: Window, outputPadding: readonly number[]): Shape {
  const { kernel, stride, padding: cropped, dilation } = window;
  if (kernel.length !== sides.length) {
    throw new InvalidNodeError({ problem: `a ${kernel.join("x")} kernel does not spread ${sides.join("x")}` });
  }
  if (outputPadding.some((added, axis) => added >= Math.max(stride[axis]!, dilation[axis]!))) {
    throw new InvalidNodeError({
      problem: `output padding ${outputPadding.join("x")} is not below stride or dilation`,
    });
  }
  const spreads = sides.map(
    (side, axis) =>
      (side - 1) * stride[axis]! +
      extent(window, axis) +
      outputPadding[axis]! -
      cropped.begin[axis]! -
      cropped.end[axis]!,
  );
  if (spreads.some((side) => side < 1)) throw new InvalidNodeError({ problem: "the padding crops the whole output" });
  return spreads;
}

interface SpreadInputs {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Every input pixel, through the weights, adds a patch to the output; one input row at a time. */
function spread(
  { x, weight, bias }: SpreadInputs,
  { groups: groupCount, ...rest }: Omit<Window, "kernel"> & { readonly groups: number },
  type: TensorType,
): Tensor {
  const { batch, channels, sides } = spatialOf(x);
  const { channels: filters, sides: kernel } = spatialOf(weight);
  const planes = channels / groupCount;
  const count = elementCount(weight) / channels;
  const [image, weights] = [floats(x), floats(weight)];
  const sums = biased(bias, type);
  const width = sides.at(-1)!;
  // Pixels, and the weights of each input channel as if they were a plane of one row, with the channels of each together.
  const pixelRows = windowRows(onePoint(sides), planes);
  const weightRow = windowRows(onePoint([count]), planes);
  const slide = { sides: spatialOf(type).sides, window: { ...rest, kernel }, positions: sides };
  const patchRows = windowRows(slide, filters);
  const ofGroups = Array.from({ length: groupCount }, (_, group) => {
    const ofGroup = { data: new Float64Array(planes * count), count };
    readPatches(weights, weightRow, { firstPlane: group * planes, taps: tapsOf(weightRow, 0) }, ofGroup.data);
    return ofGroup;
  });
  const pixels = { data: new Float64Array(planes * width), count: width };
  const patches = new Float64Array(width * count);
  const tapsAt = (row: number) => ({ read: tapsOf(pixelRows, row), written: tapsOf(patchRows, row) });
  for (const block of rowBlocks(patchRows, tapsAt)) {
    for (let part = 0; part < batch * groupCount; part += 1) {
      for (const { read, written } of block) {
        readPatches(image, pixelRows, { firstPlane: part * planes, taps: read }, pixels.data);
        matrixProduct(pixels, ofGroups[part % groupCount]!, planes, patches);
        addPatches(patches, patchRows, { firstPlane: part * filters, taps: written }, sums);
      }
    }
  }
  const y = floatsLike(x, type.shape);
  y.data.set(sums);
  return y;
}

/** A window of one pixel, at every pixel. */
function onePoint(sides: Shape): Slide {
  const [ones, none] = [sides.map(() => 1), sides.map(() => 0)];
  const window = { kernel: ones, stride: ones, padding: { begin: none, end: none }, dilation: ones };
  return { sides, window, positions: sides };
}

/** The output before anything is added to it, in double precision. */
function biased(bias: Tensor | undefined, type: TensorType): Float64Array {
  const { batch, channels, sides } = spatialOf(type);
  const area = elementCount({ shape: sides });
  const sums = new Float64Array(elementCount(type));
  const offsets = bias && floats(bias);
  for (let plane = 0; plane < batch * channels; plane += 1) {
    sums.fill(offsets?.[plane % channels] ?? 0, plane * area, (plane + 1) * area);
  }
  return sums;
}
