/** Largest value of each window, and where it stood: https://onnx.ai/onnx/operators/onnx__MaxPool.html */
import type { Absent } from "../absent.js";
import { type Canonical, withDefault } from "../attributes.js";
import { padding, pair, perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES, isFloat } from "../dtypes.js";
import { type FormOfTypes, type OnnxNode, formsByType, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import {
  type FloatTensor,
  type IntTensor,
  type Tensor,
  type TensorType,
  castTensor,
  elementCount,
  floats,
  intTensor,
  rank4,
  spatialOf,
  floatsLike,
} from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { QUANTIZED_TYPES } from "./quantization.js";
import {
  type PooledRow,
  type Slide,
  type Window,
  checkWindowsMeet,
  forEachPooledRow,
  windowPositions,
} from "./window.js";
import { MAX_POOL_ATTRIBUTES, readMaxPool } from "./maxPoolForm.js";
import { writeWindow } from "./windowForm.js";
import { putWhereTheyStood } from "./indexedGradient.js";

const attributes = {
  kernel: perSpatialAxis("x", 1),
  stride: withDefault(perSpatialAxis("x", 1), 1),
  padding: withDefault(spatialPadding("x"), 0),
  dilation: withDefault(perSpatialAxis("x", 1), 1),
};

/**
 * Readers take no padding that is as wide as the kernel. Where windows with gaps reach over the end so far, they are told to reach over it
 * (`ceil_mode`), which is as much padding as there must be for the same windows.
 */
function writePool(window: Window, x: TensorType): Partial<OnnxNode> | Absent {
  const { kernel, stride, dilation, padding: sides } = window;
  const isWide = (ends: readonly number[]): boolean => ends.some((end, axis) => end >= kernel[axis]!);
  if (!isWide(sides.begin) && !isWide(sides.end)) return { attributes: writeWindow(window) };
  const end = spatialOf(x).sides.map((side, axis) => {
    const most = sides.begin[axis]! + side + sides.end[axis]! - (kernel[axis]! - 1) * dilation[axis]! - 1;
    const rest = most % stride[axis]!;
    // As far as the last window, and then less than a stride less where that is too far.
    const exact = sides.end[axis]! - rest;
    return exact < kernel[axis]! ? exact : exact - stride[axis]! + 1;
  });
  const isSaid = !isWide(sides.begin) && !isWide(end) && end.every((each) => each >= 0);
  if (!isSaid) return { absent: "its padding is as wide as its kernel" };
  const reaching = writeWindow({ ...window, padding: { begin: sides.begin, end } });
  return { attributes: { ...reaching, ceil_mode: int(1) } };
}

const form: FormOfTypes<"x", typeof attributes> = {
  operator: "MaxPool",
  attributes: MAX_POOL_ATTRIBUTES,
  write: (window, { x }) => writePool(window, x),
  read: readMaxPool,
};

export const maxPoolOp = defineOp({
  name: "maxPool",
  summary: "the largest value of each window, the first of equals; `indices` count over all elements of x",
  inputs: { x: "T" },
  outputs: { y: "T", indices: "int64" },
  types: { T: [...FLOAT_TYPES, ...QUANTIZED_TYPES] },
  attributes,
  axes: "images",
  inferTypes: ({ x }, window) => {
    const { batch, channels, sides } = spatialOf(x);
    const positions = windowPositions(sides, window);
    checkWindowsMeet({ sides, window, positions });
    const shape = [batch, channels, ...positions];
    return { y: { dtype: x.dtype, shape }, indices: { dtype: "int64", shape } };
  },
  countCost: (_, { y }, { kernel }) => elementwiseCost(elementCount(y) * elementCount({ shape: kernel })),
  evaluate: ({ x }, window, { y }, wanted) => pool(x, window, y, wanted?.has("indices") ?? true),
  gradient: { x: (g, { x, indices, dy }) => putWhereTheyStood(g, { x, indices, dy }) },
  onnx: formsByType(form, [1, FLOAT_TYPES], [12, [...FLOAT_TYPES, ...QUANTIZED_TYPES]]),
  tfjs: {
    absent: "channelsLast makes it maxPoolChannelsLast where it is of images or lines and its indices are not read",
  },
});

/** Of the layers: the stride must be given, since some have it the kernel's and others 1. */
const layerAttributes = {
  kernel: pair(1),
  stride: pair(1),
  padding: withDefault(padding(), 0),
  dilation: withDefault(pair(1), 1),
};

export const maxPool2d = defineLayer({
  name: "maxPool2d",
  summary: "the largest value of each window",
  attributes: layerAttributes,
  reads: ["x"],
  result: TENSOR,
  example: "maxPool2d({ kernel: 2, stride: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => poolImage(x, given).y,
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
  apply: ([x]: readonly [x: SymbolicTensor], given): Pooled => poolImage(x, given),
});

function poolImage(x: SymbolicTensor, given: Canonical<typeof layerAttributes>): Pooled {
  rank4(x.type);
  return x.builder.apply(maxPoolOp, { x }, given, "maxPool2d");
}

/** Numbers of 64 bits are dear: the indices are left out where nobody wants them. */
function pool(
  x: Tensor,
  window: Window,
  type: TensorType,
  withIndices: boolean,
): { readonly y: FloatTensor; readonly indices?: IntTensor } {
  const slide = { sides: spatialOf(x).sides, window, positions: spatialOf(type).sides };
  const wide = isFloat(x.dtype) ? x : castTensor(x, "float32");
  const y = floatsLike(wide, type.shape);
  const indices = withIndices ? intTensor(type.shape) : undefined;
  forEachPooledRow(wide, slide, (row) => poolRow(floats(wide), slide, row, y.data, indices?.data));
  return indices === undefined ? { y } : { y, indices };
}

function poolRow(
  image: Float32Array,
  { sides, window, positions }: Slide,
  { starts, origin, first }: PooledRow,
  y: Float32Array,
  indices: BigInt64Array | undefined,
): void {
  const last = sides.length - 1;
  const [width, columns, taps] = [sides[last]!, positions[last]!, window.kernel[last]!];
  const [stride, dilation, before] = [window.stride[last]!, window.dilation[last]!, window.padding.begin[last]!];
  for (let column = 0; column < columns; column += 1) {
    let [largest, position] = [-Infinity, -1];
    for (let row = 0; row < starts.length; row += 1) {
      const start = origin + starts[row]!;
      for (let tap = 0; tap < taps; tap += 1) {
        const across = column * stride - before + tap * dilation;
        if (across < 0 || across >= width) continue;
        const index = start + across;
        if (image[index]! > largest || position < 0) [largest, position] = [image[index]!, index];
      }
    }
    y[first + column] = largest;
    if (indices !== undefined) indices[first + column] = BigInt(position);
  }
}
