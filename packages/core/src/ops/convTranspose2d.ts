/** Transposed ("full") convolution, which upsamples: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html */
import { type Given, type Padding, type Pair, integer, padding, pair } from "../attributes.js";
import type { Layer } from "../builder.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { UnsupportedFormError, attributeOf, int, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, type TensorType, elementCount, float32, floatTensor, floats, rank4 } from "../tensor.js";
import { checkBias, kernelOf } from "./conv2d.js";
import { WINDOW_ATTRIBUTES, readWindow, writeWindow } from "./window.js";

const attributes = {
  stride: pair(1, 1),
  padding: padding(),
  outputPadding: pair(0, 0),
  dilation: pair(1, 1),
  groups: integer(1, 1),
};

export const convTranspose2dOp = defineOp({
  name: "convTranspose2d",
  summary: "spreads every input pixel over the output through `weight` (Cin x Cout/groups x kh x kw) and adds `bias` (Cout)",
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
    read: (form, { weight }) => {
      if (attributeOf(form, "output_shape", "ints") !== undefined) {
        throw new UnsupportedFormError({ type: "ConvTranspose", problem: "gives output_shape instead of output_padding" });
      }
      const { stride, padding: sides, dilation } = readWindow(form, "ConvTranspose", kernelOf(weight));
      const [vertical = 0, horizontal = 0] = attributeOf(form, "output_padding", "ints") ?? [];
      const groups = attributeOf(form, "group", "int") ?? 1;
      return { stride, padding: sides, outputPadding: [vertical, horizontal] as const, dilation, groups };
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

/** Every input row, scaled by every weight, is added to the output row it lands on. */
function spread(
  { x, weight, bias }: { readonly x: Tensor; readonly weight: Tensor; readonly bias?: Tensor | undefined },
  { stride, padding: sides, dilation, groups }: Spread,
  type: TensorType,
): Tensor {
  const [batch, channels, height, width] = rank4(x);
  const [, groupFilters, kernelHeight, kernelWidth] = rank4(weight);
  const [, filters, rows, columns] = rank4(type);
  const [image, weights, offsets] = [floats(x), floats(weight), bias && floats(bias)];
  const groupChannels = channels / groups;
  const y = floatTensor(type.shape);
  const plane = new Float64Array(rows * columns);

  const addRow = (factor: number, from: number, to: number, column: number): void => {
    const first = Math.max(0, Math.ceil(-column / stride[1]));
    const last = Math.min(width - 1, Math.floor((columns - 1 - column) / stride[1]));
    for (let index = first; index <= last; index += 1) {
      plane[to + column + index * stride[1]]! += factor * image[from + index]!;
    }
  };

  for (let sample = 0; sample < batch; sample += 1) {
    for (let filter = 0; filter < filters; filter += 1) {
      const group = Math.floor(filter / groupFilters);
      plane.fill(offsets?.[filter] ?? 0);
      for (let channel = group * groupChannels; channel < (group + 1) * groupChannels; channel += 1) {
        const kernel = (channel * groupFilters + (filter % groupFilters)) * kernelHeight;
        for (let row = 0; row < height; row += 1) {
          const inputRow = ((sample * channels + channel) * height + row) * width;
          for (let ky = 0; ky < kernelHeight; ky += 1) {
            const outputRow = row * stride[0] - sides.top + ky * dilation[0];
            if (outputRow < 0 || outputRow >= rows) continue;
            for (let kx = 0; kx < kernelWidth; kx += 1) {
              const factor = weights[(kernel + ky) * kernelWidth + kx]!;
              addRow(factor, inputRow, outputRow * columns, kx * dilation[1] - sides.left);
            }
          }
        }
      }
      y.data.set(plane, (sample * filters + filter) * rows * columns);
    }
  }
  return y;
}
