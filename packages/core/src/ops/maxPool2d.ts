/** Largest value of each window, and where it stood: https://onnx.ai/onnx/operators/onnx__MaxPool.html */
import { padding, pair, withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { defineOp } from "../op.js";
import {
  type FloatTensor,
  type IntTensor,
  type Tensor,
  type TensorType,
  elementCount,
  floatTensor,
  floats,
  intTensor,
  rank4,
} from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { type Window, extent, windowPositions } from "./window.js";
import { WINDOW_ATTRIBUTES, readWindow, writeWindow } from "./windowForm.js";

const attributes = {
  kernel: pair(1),
  stride: withDefault(pair(1), 1),
  padding: withDefault(padding(), 0),
  dilation: withDefault(pair(1), 1),
};

export const maxPool2dOp = defineOp({
  name: "maxPool2d",
  summary: "the largest value of each window, the first of equals; `indices` count over N x C x H x W of x",
  inputs: { x: "T" },
  outputs: { y: "T", indices: "int64" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  inferTypes: ({ x }, window) => {
    const [batch, channels, height, width] = rank4(x);
    const [rows, columns] = windowPositions(height, width, window);
    if (!everyWindowMeets(height, rows, window, 0) || !everyWindowMeets(width, columns, window, 1)) {
      throw new InvalidNodeError({
        problem: `a window lies in the padding and sees nothing of ${width}x${height} (width x height)`,
      });
    }
    const shape = [batch, channels, rows, columns];
    return { y: { dtype: x.dtype, shape }, indices: { dtype: "int64", shape } };
  },
  countCost: (_, { y }, { kernel: [height, width] }) => elementwiseCost(elementCount(y) * height * width),
  evaluate: ({ x }, window, { y }, wanted) => pool(x, window, y, wanted?.has("indices") ?? true),
  onnx: [
    {
      operator: "MaxPool",
      from: 1,
      attributes: [...WINDOW_ATTRIBUTES, "ceil_mode", "storage_order"],
      write: (window) => ({ attributes: writeWindow(window) }),
      read: (form, { x }) => {
        const window = readWindow(form, "MaxPool", { image: x });
        const order = attributeOf(form, "storage_order", "int") ?? 0;
        if (order !== 0) throw new UnsupportedFormError({ operator: "MaxPool", problem: `has storage_order ${order}` });
        return (attributeOf(form, "ceil_mode", "int") ?? 0) === 0 ? window : coverEdges(x, window);
      },
    },
  ],
  tfjs: { absent: "channelsLast makes it maxPool2dChannelsLast where its indices are not read" },
});

/** Of the layers: the stride must be given, since some have it the kernel's and others 1. */
const layerAttributes = { ...attributes, stride: pair(1) };

export const maxPool2d = defineLayer({
  name: "maxPool2d",
  summary: "the largest value of each window",
  attributes: layerAttributes,
  reads: ["x"],
  result: TENSOR,
  example: "maxPool2d({ kernel: 2, stride: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => x.builder.apply(maxPool2dOp, { x }, given).y,
});

/** What a pool gives whose maxima a `maxUnpool2d` puts back where they were. */
interface Pooled {
  readonly y: SymbolicTensor;
  readonly indices: SymbolicTensor;
}

export const maxPool2dWithIndices = defineLayer({
  name: "maxPool2dWithIndices",
  summary: "the largest value of each window, and where it stood for a `maxUnpool2d` further on",
  attributes: layerAttributes,
  reads: ["x"],
  result: "{ y: SymbolicTensor; indices: SymbolicTensor }",
  example: "maxPool2dWithIndices({ kernel: 2, stride: 2 })(x).y",
  apply: ([x]: readonly [x: SymbolicTensor], given): Pooled => x.builder.apply(maxPool2dOp, { x }, given),
});

/** Whether the windows at all `count` positions cover a pixel: of nothing there is no largest. */
function everyWindowMeets(side: number, count: number, window: Window, axis: 0 | 1): boolean {
  const { kernel, stride, dilation, padding: sides } = window;
  const before = axis === 0 ? sides.top : sides.left;
  const meets = (position: number): boolean => {
    const start = position * stride[axis] - before;
    const skipped = Math.max(0, Math.ceil(-start / dilation[axis]));
    return skipped < kernel[axis] && start + skipped * dilation[axis] < side;
  };
  if (dilation[axis] <= side) return meets(0) && meets(count - 1);
  // Where the image fits between two taps, any window may miss it; a file from elsewhere may ask for absurdly many.
  return count < 2 ** 16 && Array.from({ length: count }, (_, position) => position).every(meets);
}

/** Numbers of 64 bits are dear: the indices are left out where nobody wants them. */
function pool(
  x: Tensor,
  { kernel, stride, padding: sides, dilation }: Window,
  type: TensorType,
  withIndices: boolean,
): { readonly y: FloatTensor; readonly indices?: IntTensor } {
  const [batch, channels, height, width] = rank4(x);
  const [, , rows, columns] = rank4(type);
  const image = floats(x);
  const y = floatTensor(type.shape);
  const indices = withIndices ? intTensor(type.shape) : undefined;
  let next = 0;
  for (let plane = 0; plane < batch * channels; plane += 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        let [largest, position] = [-Infinity, -1];
        for (let ky = 0; ky < kernel[0]; ky += 1) {
          const inputRow = row * stride[0] - sides.top + ky * dilation[0];
          if (inputRow < 0 || inputRow >= height) continue;
          for (let kx = 0; kx < kernel[1]; kx += 1) {
            const inputColumn = column * stride[1] - sides.left + kx * dilation[1];
            if (inputColumn < 0 || inputColumn >= width) continue;
            const index = (plane * height + inputRow) * width + inputColumn;
            if (image[index]! > largest || position < 0) [largest, position] = [image[index]!, index];
          }
        }
        y.data[next] = largest;
        if (indices !== undefined) indices.data[next] = BigInt(position);
        next += 1;
      }
    }
  }
  return indices === undefined ? { y } : { y, indices };
}

/** Padding below and to the right with which the windows reach over the last row and column: `ceil_mode`. */
function coverEdges(x: TensorType, window: Window): Window {
  const [, , height, width] = rank4(x);
  const { top, left, bottom, right } = window.padding;
  const uncovered = (side: number, before: number, after: number, axis: 0 | 1): number => {
    const steps = Math.ceil((side + before + after - extent(window, axis)) / window.stride[axis]);
    if (steps * window.stride[axis] >= side + before) {
      throw new UnsupportedFormError({ operator: "MaxPool", problem: "has a window that lies outside the image" });
    }
    return steps * window.stride[axis] + extent(window, axis) - before - side;
  };
  const [below, beside] = [uncovered(height, top, bottom, 0), uncovered(width, left, right, 1)];
  return { ...window, padding: { top, left, bottom: below, right: beside } };
}
