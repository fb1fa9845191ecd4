/** Two-dimensional convolution: https://onnx.ai/onnx/operators/onnx__Conv.html */
import { type Given, integer, padding, pair } from "../attributes.js";
import type { Layer } from "../builder.js";
import { InvalidNodeError } from "../errors.js";
import { constant, heNormal } from "../initializer.js";
import { attributeOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, type TensorType, elementCount, float32, floatTensor, floats, rank4 } from "../tensor.js";
import { WINDOW_ATTRIBUTES, type Window, readWindow, windowPositions, writeWindow } from "./window.js";

const attributes = { stride: pair(1, 1), padding: padding(), dilation: pair(1, 1), groups: integer(1, 1) };

export const conv2dOp = defineOp({
  name: "conv2d",
  summary: "slides `weight` (Cout x Cin/groups x kh x kw) over x and adds `bias` (Cout)",
  inputs: ["x", "weight", "bias?"],
  outputs: ["y"],
  attributes,
  inferTypes: ({ x, weight, bias }, { groups, ...window }) => {
    const [batch, channels, height, width] = rank4(x);
    const [filters, groupChannels] = rank4(weight);
    if (channels !== groupChannels * groups || filters % groups !== 0) {
      const problem = `weight ${weight.shape.join("x")} in ${groups} group(s) does not fit ${channels} channels`;
      throw new InvalidNodeError({ problem });
    }
    checkBias(bias, filters);
    const [rows, columns] = windowPositions(height, width, { ...window, kernel: kernelOf(weight) });
    return { y: float32(batch, filters, rows, columns) };
  },
  countCost: ({ x, weight, bias }, { y }, { groups, ...window }) => {
    const [, groupChannels] = rank4(weight);
    const kernel = kernelOf(weight);
    const perOutput = kernel[0] * kernel[1] * groupChannels;
    const macs = elementCount(y) * perOutput;
    const paperOutputs = elementCount(y) * paperExcess(x, y, { ...window, kernel });
    return {
      macs,
      denseMacs: macs,
      paperFlops: paperOutputs * (2 * perOutput + 1),
      scalarOps: bias === undefined ? 0 : elementCount(y),
    };
  },
  evaluate: ({ x, weight, bias }, { groups, ...window }, { y }) => ({
    y: convolve({ x, weight, bias }, { ...window, groups }, y),
  }),
  onnx: {
    type: "Conv",
    since: 1,
    attributes: [...WINDOW_ATTRIBUTES, "group"],
    write: ({ groups, ...window }, { weight }) => ({
      attributes: { ...writeWindow({ ...window, kernel: kernelOf(weight) }), group: int(groups) },
    }),
    read: (form, { weight }) => {
      const { stride, padding: sides, dilation } = readWindow(form, "Conv", kernelOf(weight));
      return { stride, padding: sides, dilation, groups: attributeOf(form, "group", "int") ?? 1 };
    },
  },
});

/** Shape of a convolution layer; `bias` is there unless it is `false`, `kernel` is one side or [height, width]. */
export type Conv2dOptions = Given<typeof attributes> & {
  readonly filters: number;
  readonly kernel: number | readonly [number, number];
  readonly bias?: boolean;
};

export const conv2d =
  ({ filters, kernel, bias = true, ...given }: Conv2dOptions): Layer =>
  (x) => {
    const [, channels] = rank4(x.type);
    const [kernelHeight, kernelWidth] = typeof kernel === "number" ? [kernel, kernel] : kernel;
    const shape = [filters, channels / (given.groups ?? 1), kernelHeight, kernelWidth] as const;
    const weight = { type: float32(...shape), initial: heNormal([kernelHeight, kernelWidth], filters) };
    const start = { type: float32(filters), initial: constant(0) };
    return x.builder.apply(conv2dOp, { x, weight, ...(bias ? { bias: start } : {}) }, given).y;
  };

/** The kernel's height and width, from the weight's last two axes. */
export function kernelOf(weight: { readonly shape: readonly number[] }): readonly [number, number] {
  const [, , height, width] = rank4(weight);
  return [height, width];
}

export function checkBias(bias: TensorType | undefined, filters: number): void {
  if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    throw new InvalidNodeError({ problem: `bias ${bias.shape.join("x")} does not fit ${filters} filters` });
  }
}

/** The authors' profiler takes a dilated convolution's output for one row and one column larger than it is. */
function paperExcess(x: TensorType, y: TensorType, { kernel, stride, padding: sides, dilation }: Window): number {
  if (dilation[0] === 1 && dilation[1] === 1) return 1;
  const [, , height, width] = rank4(x);
  const [, , rows, columns] = rank4(y);
  const paperRows = Math.floor((height + sides.top + sides.bottom - dilation[0] * (kernel[0] - 1)) / stride[0]) + 1;
  const paperColumns = Math.floor((width + sides.left + sides.right - dilation[1] * (kernel[1] - 1)) / stride[1]) + 1;
  return (paperRows * paperColumns) / (rows * columns);
}

interface ConvolutionInputs {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** One output row at a time: every weight scales and adds the input row that it meets there. */
function convolve(
  { x, weight, bias }: ConvolutionInputs,
  { stride, padding: sides, dilation, groups }: Omit<Window, "kernel"> & { readonly groups: number },
  type: TensorType,
): Tensor {
  const [, channels, height, width] = rank4(x);
  const [filters, groupChannels, kernelHeight, kernelWidth] = rank4(weight);
  const [batch, , rows, columns] = rank4(type);
  const [image, weights, offsets] = [floats(x), floats(weight), bias && floats(bias)];
  const y = floatTensor(type.shape);
  const sum = new Float64Array(columns);

  const addRow = (factor: number, rowStart: number, column: number): void => {
    const first = Math.max(0, Math.ceil(-column / stride[1]));
    const last = Math.min(columns - 1, Math.floor((width - 1 - column) / stride[1]));
    let from = rowStart + column + first * stride[1];
    for (let to = first; to <= last; to += 1) {
      sum[to]! += factor * image[from]!;
      from += stride[1];
    }
  };

  for (let sample = 0; sample < batch; sample += 1) {
    for (let filter = 0; filter < filters; filter += 1) {
      const firstChannel = Math.floor(filter / (filters / groups)) * groupChannels;
      for (let row = 0; row < rows; row += 1) {
        sum.fill(offsets?.[filter] ?? 0);
        for (let channel = 0; channel < groupChannels; channel += 1) {
          const plane = (sample * channels + firstChannel + channel) * height;
          const kernel = (filter * groupChannels + channel) * kernelHeight;
          for (let ky = 0; ky < kernelHeight; ky += 1) {
            const inputRow = row * stride[0] - sides.top + ky * dilation[0];
            if (inputRow < 0 || inputRow >= height) continue;
            for (let kx = 0; kx < kernelWidth; kx += 1) {
              const factor = weights[(kernel + ky) * kernelWidth + kx]!;
              addRow(factor, (plane + inputRow) * width, kx * dilation[1] - sides.left);
            }
          }
        }
        y.data.set(sum, ((sample * filters + filter) * rows + row) * columns);
      }
    }
  }
  return y;
}
