/** Transposed ("full") convolution, which upsamples: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html */
import { type Given, type Padding, type Pair, integer, padding, pair, withDefault } from "../attributes.js";
import type { Layer } from "../builder.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { attributeOf, int, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, type TensorType, elementCount, float32, floatTensor, floats, rank4 } from "../tensor.js";
import { checkBias, kernelOf } from "./conv2d.js";
import { dotProducts } from "./dotProducts.js";
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
  inputs: ["x", "weight", "bias?"],
  outputs: ["y"],
  attributes,
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
    return { y: float32(batch, groupFilters * groups, rows, columns) };
  },
  countCost: ({ x, weight, bias }, { y }) => {
    const [, channels] = rank4(x);
    const [, groupFilters, kernelHeight, kernelWidth] = rank4(weight);
    const [, filters] = rank4(y);
    const area = kernelHeight * kernelWidth;
    return {
      macs: elementCount(x) * area * groupFilters,
      denseMacs: (elementCount(y) / filters) * area * channels * groupFilters,
      // The authors' profiler takes the input channels for the output channels too.
      paperFlops: 2 * area * channels * elementCount(x) + elementCount(y),
      scalarOps: bias === undefined ? 0 : elementCount(y),
    };
  },
  evaluate: ({ x, weight, bias }, given, { y }) => ({ y: spread({ x, weight, bias }, given, y) }),
  onnx: {
    type: "ConvTranspose",
    since: 1,
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
});

/** Shape of a transposed convolution layer; it has a bias. `kernel` is the side of a square. */
export type ConvTranspose2dOptions = Given<typeof attributes> & { readonly filters: number; readonly kernel: number };

export const convTranspose2d =
  ({ filters, kernel, ...given }: ConvTranspose2dOptions): Layer =>
  (x) => {
    const [, channels] = rank4(x.type);
    const shape = [channels, filters / (given.groups ?? 1), kernel, kernel] as const;
    const weight = { type: float32(...shape), initial: heNormal([kernel, kernel], filters) };
    const bias = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(convTranspose2dOp, { x, weight, bias }, given).y;
  };

interface Spread {
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
  readonly groups: number;
}

/** Every input pixel, through the weights, adds a window of values to the output; one input row at a time. */
function spread(
  { x, weight, bias }: { readonly x: Tensor; readonly weight: Tensor; readonly bias?: Tensor | undefined },
  { groups, ...window }: Spread,
  type: TensorType,
): Tensor {
  const [batch, channels, height, width] = rank4(x);
  const [, groupFilters, kernelHeight, kernelWidth] = rank4(weight);
  const [, filters, rows, columns] = rank4(type);
  const groupChannels = channels / groups;
  const sums = new Float64Array(elementCount(type));
  const offsets = bias && floats(bias);
  const plane = rows * columns;
  for (let each = 0; each < batch * filters; each += 1) {
    sums.fill(offsets?.[each % filters] ?? 0, each * plane, (each + 1) * plane);
  }
  for (let group = 0; group < groups; group += 1) {
    const firstChannel = group * groupChannels;
    const perPixel = {
      data: weightColumns(weight, firstChannel, groupChannels),
      count: groupFilters * kernelHeight * kernelWidth,
    };
    for (let sample = 0; sample < batch; sample += 1) {
      for (let row = 0; row < height; row += 1) {
        const pixels = { data: rowPixels(x, { sample, firstChannel, channels: groupChannels, row }), count: width };
        const values = dotProducts(perPixel, pixels, groupChannels);
        const target = sums.subarray((sample * filters + group * groupFilters) * plane);
        addWindows(values, target, {
          ...window,
          kernel: [kernelHeight, kernelWidth],
          row,
          width,
          rows,
          columns,
          filters: groupFilters,
        });
      }
    }
  }
  return floatTensor(type.shape, sums);
}

/** The weights of a group with the input channels last, filters x kernel height x kernel width first. */
function weightColumns(weight: Tensor, firstChannel: number, channels: number): Float64Array {
  const data = floats(weight);
  const count = elementCount(weight) / weight.shape[0]!;
  const columns = new Float64Array(count * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let each = 0; each < count; each += 1) {
      columns[each * channels + channel] = data[(firstChannel + channel) * count + each]!;
    }
  }
  return columns;
}

/** One row of pixels with their channels last. */
function rowPixels(
  x: Tensor,
  { sample, firstChannel, channels, row }: { sample: number; firstChannel: number; channels: number; row: number },
): Float64Array {
  const [, allChannels, height, width] = rank4(x);
  const image = floats(x);
  const pixels = new Float64Array(width * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const start = ((sample * allChannels + firstChannel + channel) * height + row) * width;
    for (let column = 0; column < width; column += 1) pixels[column * channels + channel] = image[start + column]!;
  }
  return pixels;
}

interface Windows extends Omit<Spread, "groups"> {
  readonly kernel: Pair;
  /** The input row, and the pixels it has. */
  readonly row: number;
  readonly width: number;
  /** Of the output. */
  readonly rows: number;
  readonly columns: number;
  readonly filters: number;
}

/** Adds `values` (filters x kernel height x kernel width x input columns) where they land; what lands outside is cropped. */
function addWindows(values: Float64Array, target: Float64Array, windows: Windows): void {
  const { kernel, stride, padding: sides, dilation, row, width, rows, columns, filters } = windows;
  for (let filter = 0; filter < filters; filter += 1) {
    for (let ky = 0; ky < kernel[0]; ky += 1) {
      const outputRow = row * stride[0] - sides.top + ky * dilation[0];
      if (outputRow < 0 || outputRow >= rows) continue;
      for (let kx = 0; kx < kernel[1]; kx += 1) {
        const from = ((filter * kernel[0] + ky) * kernel[1] + kx) * width;
        for (let column = 0; column < width; column += 1) {
          const outputColumn = column * stride[1] - sides.left + kx * dilation[1];
          if (outputColumn < 0 || outputColumn >= columns) continue;
          target[(filter * rows + outputRow) * columns + outputColumn]! += values[from + column]!;
        }
      }
    }
  }
}
