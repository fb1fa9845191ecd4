/** Transposed ("full") convolution, which upsamples: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html */
import { flag, integer, padding, pair, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { attributeOf, int, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, type TensorType, elementCount, float32, floatTensor, floats, rank4 } from "../tensor.js";
import { checkBias, checkGroups, kernelOf } from "./convolution.js";
import { matrixProduct } from "./matrixProduct.js";
import { addPatches, readPatches, windowRows } from "./patches.js";
import type { Window } from "./window.js";
import { WINDOW_ATTRIBUTES, readTransposedWindow, writeWindow } from "./windowForm.js";

const attributes = {
  stride: withDefault(pair(1), 1),
  padding: withDefault(padding(), 0),
  outputPadding: withDefault(pair(0), 0),
  dilation: withDefault(pair(1), 1),
  groups: withDefault(integer(1), 1),
};

export const convTranspose2dOp = defineOp({
  name: "convTranspose2d",
  summary:
    "spreads every input pixel over the output through `weight` (Cin x Cout/groups x kh x kw) and adds `bias` (Cout)",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  // The filters of each group stand on the second axis, and the groups one after the other on the first.
  convolution: {
    channelOf: ([channel, filter], { shape: [channels = 1, groupFilters = 1] }, { groups }) =>
      Math.floor((channel * groups) / channels) * groupFilters + filter,
  },
  inferTypes: ({ x, weight, bias }, { stride, padding: sides, outputPadding, dilation, groups }) => {
    const [batch, channels, height, width] = rank4(x);
    const [inputs, groupFilters, kernelHeight, kernelWidth] = rank4(weight);
    if (inputs !== channels || channels % groups !== 0) {
      const problem = `weight ${weight.shape.join("x")} in ${groups} group(s) does not fit ${channels} channels`;
      throw new InvalidNodeError({ problem });
    }
    if (outputPadding.some((added, axis) => added >= Math.max(stride[axis]!, dilation[axis]!))) {
      throw new InvalidNodeError({
        problem: `output padding ${outputPadding.join("x")} is not below stride or dilation`,
      });
    }
    checkBias(bias, groupFilters * groups);
    const side = (length: number, axis: 0 | 1, kernel: number, cropped: number): number =>
      (length - 1) * stride[axis] + dilation[axis] * (kernel - 1) + 1 + outputPadding[axis] - cropped;
    const rows = side(height, 0, kernelHeight, sides.top + sides.bottom);
    const columns = side(width, 1, kernelWidth, sides.left + sides.right);
    if (rows < 1 || columns < 1) throw new InvalidNodeError({ problem: "the padding crops the whole output" });
    return { y: { dtype: x.dtype, shape: [batch, groupFilters * groups, rows, columns] } };
  },
  countCost: ({ x, weight, bias }, { y }) => ({
    macs: elementCount(x) * elementCount({ shape: weight.shape.slice(1) }),
    scalarOps: bias === undefined ? 0 : elementCount(y),
  }),
  evaluate: (inputs, given, { y }) => ({ y: spread(inputs, given, y) }),
  onnx: [
    {
      operator: "ConvTranspose",
      from: 1,
      attributes: [...WINDOW_ATTRIBUTES, "group", "output_padding", "output_shape"],
      write: ({ groups, outputPadding, ...window }, { weight }) => ({
        attributes: {
          ...writeWindow({ ...window, kernel: kernelOf(weight) }),
          output_padding: ints(...outputPadding),
          group: int(groups),
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
    absent: "convTransposeByPhases makes it an ordinary convolution where its weight is known before the graph runs",
  },
});

export const convTranspose2d = defineLayer({
  name: "convTranspose2d",
  summary: "a transposed convolution with `filters` output channels, and a bias for each unless `bias` is false",
  attributes: { filters: integer(1), kernel: pair(1), ...attributes, bias: withDefault(flag(), true) },
  reads: ["x"],
  result: TENSOR,
  example: "convTranspose2d({ filters: 8, kernel: 2, stride: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], { filters, kernel, bias, ...given }) => {
    const [, channels] = rank4(x.type);
    checkGroups(given.groups, { channels, filters }, x.builder.pathOf("convTranspose2d"));
    const weight = { type: float32(channels, filters / given.groups, ...kernel), initial: heNormal(kernel, filters) };
    const start = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(convTranspose2dOp, { x, weight, ...(bias ? { bias: start } : {}) }, given).y;
  },
});

/** A window of one pixel. */
const POINT: Window = {
  kernel: [1, 1],
  stride: [1, 1],
  padding: { top: 0, left: 0, bottom: 0, right: 0 },
  dilation: [1, 1],
};

interface SpreadInputs {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Every input pixel, through the weights, adds a patch to the output; one input row at a time. */
function spread(
  { x, weight, bias }: SpreadInputs,
  { groups, ...rest }: Omit<Window, "kernel"> & { readonly groups: number },
  type: TensorType,
): Tensor {
  const [batch, channels, height, width] = rank4(x);
  const [, filters] = rank4(weight);
  const planes = channels / groups;
  const count = elementCount(weight) / channels;
  const [image, weights] = [floats(x), floats(weight)];
  const sums = biased(bias, type);
  // Pixels, and the weights of each input channel as if they were a plane of one row, with the channels of each together.
  const pixelRows = windowRows(x, POINT, { planes, columns: width });
  const weightRow = windowRows({ shape: [1, channels, 1, count] }, POINT, { planes, columns: count });
  const patchRows = windowRows(type, { ...rest, kernel: kernelOf(weight) }, { planes: filters, columns: width });
  const ofGroup = { data: new Float64Array(planes * count), count };
  const pixels = { data: new Float64Array(planes * width), count: width };
  const patches = new Float64Array(width * count);
  for (let group = 0; group < groups; group += 1) {
    readPatches(weights, weightRow, { firstPlane: group * planes, row: 0 }, ofGroup.data);
    for (let sample = 0; sample < batch; sample += 1) {
      const part = sample * groups + group;
      for (let row = 0; row < height; row += 1) {
        readPatches(image, pixelRows, { firstPlane: part * planes, row }, pixels.data);
        matrixProduct(pixels, ofGroup, planes, patches);
        addPatches(patches, patchRows, { firstPlane: part * filters, row }, sums);
      }
    }
  }
  return floatTensor(type.shape, sums);
}

/** The output before anything is added to it, in double precision. */
function biased(bias: Tensor | undefined, type: TensorType): Float64Array {
  const [batch, filters, rows, columns] = rank4(type);
  const area = rows * columns;
  const sums = new Float64Array(elementCount(type));
  const offsets = bias && floats(bias);
  for (let plane = 0; plane < batch * filters; plane += 1) {
    sums.fill(offsets?.[plane % filters] ?? 0, plane * area, (plane + 1) * area);
  }
  return sums;
}
