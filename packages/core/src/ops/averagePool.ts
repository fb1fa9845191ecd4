/** Mean of each window: https://onnx.ai/onnx/operators/onnx__AveragePool.html */
import { DECOMPOSED } from "../absent.js";
import { flag } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import { padding, pair, perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { type OnnxNode, attributeOf, int } from "../onnxForm.js";
import { defineExpansion } from "../onnxExpansion.js";
import type { Expression, Expressions } from "../gradient.js";
import { defineOp } from "../op.js";
import {
  type Tensor,
  type TensorType,
  castTensor,
  elementCount,
  filled,
  floats,
  rank4,
  sameShape,
  spatialOf,
  floatsLike,
} from "../tensor.js";
import { convOp } from "./conv.js";
import { elementwiseCost } from "./elementwise.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";
import {
  type PooledRow,
  type Slide,
  checkWindowsMeet,
  extent,
  forEachPooledRow,
  sumOfPaddings,
  windowPositions,
} from "./window.js";
import { WINDOW_ATTRIBUTES, coverEdges, readWindow, writeWindow } from "./windowForm.js";

const countPadding = withDefault(flag(), false);

const attributes = {
  kernel: perSpatialAxis("x", 1),
  stride: withDefault(perSpatialAxis("x", 1), 1),
  padding: withDefault(spatialPadding("x"), 0),
  dilation: withDefault(perSpatialAxis("x", 1), 1),
  countPadding,
};

type Pooling = Canonical<typeof attributes>;

/** Readers take no padding that is as wide as the kernel, though the taps of one with gaps reach over it. */
function write({ countPadding: isCounted, ...window }: Pooling, hasDilations: boolean) {
  const { dilation, kernel, padding: sides } = window;
  const isWide = [sides.begin, sides.end].some((ends) => ends.some((side, axis) => side >= kernel[axis]!));
  if (isWide || (!hasDilations && dilation.some((step) => step > 1))) return DECOMPOSED;
  const { dilations, ...others } = writeWindow(window);
  const counted = { ...others, count_include_pad: int(isCounted ? 1 : 0) };
  return { attributes: hasDilations ? { ...counted, dilations: dilations! } : counted };
}

const READ_ATTRIBUTES = [...WINDOW_ATTRIBUTES, "ceil_mode", "count_include_pad"];

export const averagePoolOp = defineOp({
  name: "averagePool",
  summary: "the mean of each window, of what it covers of x, or with `countPadding` of zeros in the padding too",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes,
  axes: "images",
  amidZeros: (given, zeros) => {
    const { padding: own, kernel } = given;
    if (!given.countPadding && [...own.begin, ...own.end].some((side) => side > 0)) return undefined;
    const all = sumOfPaddings(own, zeros);
    const isNarrow = [all.begin, all.end].every((ends) => ends.every((side, axis) => side < kernel[axis]!));
    return isNarrow ? { ...given, padding: all, countPadding: true } : undefined;
  },
  inferTypes: ({ x }, { countPadding: isCounted, ...window }) => {
    const { batch, channels, sides } = spatialOf(x);
    const positions = windowPositions(sides, window);
    if (!isCounted) checkWindowsMeet({ sides, window, positions });
    return { y: { dtype: x.dtype, shape: [batch, channels, ...positions] } };
  },
  countCost: (_, { y }, { kernel }) => elementwiseCost(elementCount(y) * elementCount({ shape: kernel })),
  evaluate: ({ x }, { countPadding: isCounted, ...window }, type) => {
    const slide = { sides: spatialOf(x).sides, window, positions: spatialOf(type.y).sides };
    const y = floatsLike(x, type.y.shape);
    const divisor = isCounted ? elementCount({ shape: window.kernel }) : undefined;
    forEachPooledRow(x, slide, (row) => averageRow(floats(x), slide, { ...row, divisor }, y.data));
    return { y };
  },
  gradient: { x: (g, { x, dy }, pooling) => spreadBack(g, { x, dy }, pooling) },
  onnx: [
    {
      operator: "AveragePool",
      from: 19,
      attributes: READ_ATTRIBUTES,
      write: (pooling) => write(pooling, true),
      read: readPool,
    },
    {
      operator: "AveragePool",
      from: 1,
      until: 18,
      attributes: READ_ATTRIBUTES.filter((name) => name !== "dilations"),
      write: (pooling) => write(pooling, false),
      read: readPool,
    },
  ],
  tfjs: {
    write: ({ dilation, padding: { begin, end } }) =>
      dilation.some((step) => step > 1) || [...begin, ...end].some((side) => side > 0)
        ? DECOMPOSED
        : { absent: "channelsLast makes it averagePoolChannelsLast where it is of images or lines" },
  },
});

export const averagePool2d = defineLayer({
  name: "averagePool2d",
  summary: "the mean of each window",
  attributes: {
    kernel: pair(1),
    stride: pair(1),
    padding: withDefault(padding(), 0),
    dilation: withDefault(pair(1), 1),
    countPadding,
  },
  reads: ["x"],
  result: TENSOR,
  example: "averagePool2d({ kernel: 2, stride: 2 })(x)",
  apply: ([x]: readonly [x: SymbolicTensor], given) => {
    rank4(x.type);
    return x.builder.apply(averagePoolOp, { x }, given, "averagePool2d").y;
  },
});

function readPool(node: OnnxNode, { x }: { readonly x: TensorType }) {
  const window = readWindow(node, "AveragePool", { image: x });
  const reachesOver = (attributeOf(node, "ceil_mode", "int") ?? 0) !== 0;
  const isCounted = (attributeOf(node, "count_include_pad", "int") ?? 0) !== 0;
  return { ...(reachesOver ? coverEdges(window, x) : window), countPadding: isCounted };
}

/** Where zeros in the padding are counted, but not what the windows reach over behind it: there the padding is put around the image first. */
export const averagePoolOverEdges = defineExpansion({
  operator: "AveragePool",
  from: 1,
  attributes: READ_ATTRIBUTES,
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const { countPadding: isCounted, ...reaching } = readPool(node, { x: x.type });
    const { begin, end } = readWindow(node, "AveragePool", { image: x.type }).padding;
    if (!isCounted || sameShape(end, reaching.padding.end)) return undefined;
    const padded = pad({ before: [0, 0, ...begin], after: [0, 0, ...end] })(x);
    const beyond = { begin: begin.map(() => 0), end: reaching.padding.end.map((side, axis) => side - end[axis]!) };
    return builder.apply(averagePoolOp, { x: padded }, { ...reaching, padding: beyond }).y;
  },
});

/** Padding is put around the image first; windows with gaps slide as a convolution over each channel by itself. */
export const averagePoolDecomposition = defineDecomposition(averagePoolOp, ({ x }, pooling, builder) => {
  const { begin, end } = pooling.padding;
  if ([...begin, ...end].some((side) => side > 0)) return { y: poolPadded(x, pooling, builder) };
  return pooling.dilation.some((step) => step > 1) ? { y: convolve(x, pooling, builder) } : undefined;
});

/** Means with zeros around the image are too small where these do not count, by what is known beforehand. */
function poolPadded(x: SymbolicTensor, pooling: Pooling, builder: FoldingBuilder): SymbolicTensor {
  const { begin, end } = pooling.padding;
  const padded = pad({ before: [0, 0, ...begin], after: [0, 0, ...end] })(x);
  const { y } = builder.apply(averagePoolOp, { x: padded }, { ...pooling, padding: 0 });
  return pooling.countPadding
    ? y
    : mul()(y, builder.constant(builder.freeName("factors"), factorsOfUncounted(x.type, pooling)));
}

/** What the mean of each window is too small by where zeros in the padding count in it. */
function factorsOfUncounted({ dtype, shape }: TensorType, pooling: Pooling): Tensor {
  const ones = filled("float64", [1, 1, ...shape.slice(2)], 1);
  const type = { y: averagePoolOp.inferTypes({ x: ones }, pooling).y };
  const shares = floats(averagePoolOp.evaluate({ x: ones }, { ...pooling, countPadding: true }, type).y);
  return castTensor(
    { dtype: "float64", shape: type.y.shape, data: Float64Array.from(shares, (share) => 1 / share) },
    dtype,
  );
}

/** Each mean, divided among what it is of: a transposed convolution of each channel by itself, whose weights are all the same. */
function spreadBack(g: Expressions, { x, dy }: Readonly<Record<"x" | "dy", Expression>>, pooling: Pooling): Expression {
  const { kernel, stride, padding: around, dilation } = pooling;
  const { batch, channels, sides } = spatialOf(x.type);
  const isPadded = [...around.begin, ...around.end].some((side) => side > 0);
  const means = isPadded && !pooling.countPadding ? g.mul(dy, g.constant(factorsOfUncounted(x.type, pooling))) : dy;
  const planes = g.reshape(means, [batch * channels, 1, ...dy.type.shape.slice(2)]);
  const share = g.constant(filled(x.type.dtype, [1, 1, ...kernel], 1 / elementCount({ shape: kernel })));
  const outputPadding = sides.map(
    (side, axis) => (side + around.begin[axis]! + around.end[axis]! - extent(pooling, axis)) % stride[axis]!,
  );
  const spread = g.convTranspose(planes, share, { stride, padding: around, dilation, groups: 1, outputPadding });
  return g.reshape(spread, x.type.shape);
}

function convolve(x: SymbolicTensor, { kernel, stride, dilation }: Pooling, builder: FoldingBuilder): SymbolicTensor {
  const { batch, channels, sides } = spatialOf(x.type);
  const image = reshape({ shape: [batch * channels, 1, ...sides] })(x);
  const share = filled(x.type.dtype, [1, 1, ...kernel], 1 / elementCount({ shape: kernel }));
  const weight = builder.constant(builder.freeName("weight"), share);
  const { y } = builder.apply(convOp, { x: image, weight }, { stride, dilation });
  return reshape({ shape: [batch, channels, ...y.type.shape.slice(2)] })(y);
}

interface AveragedRow extends PooledRow {
  /** What sums are divided by; absent where it is by as many as there are. */
  readonly divisor: number | undefined;
}

function averageRow(
  image: Float32Array,
  { sides, window, positions }: Slide,
  { starts, origin, first, divisor }: AveragedRow,
  y: Float32Array,
): void {
  const last = sides.length - 1;
  const [width, columns, taps] = [sides[last]!, positions[last]!, window.kernel[last]!];
  const [stride, dilation, before] = [window.stride[last]!, window.dilation[last]!, window.padding.begin[last]!];
  for (let column = 0; column < columns; column += 1) {
    const left = column * stride - before;
    const from = Math.max(0, Math.ceil(-left / dilation));
    const to = Math.min(taps, Math.ceil((width - left) / dilation));
    let sum = 0;
    for (let row = 0; row < starts.length; row += 1) {
      const start = origin + starts[row]! + left;
      for (let tap = from; tap < to; tap += 1) sum += image[start + tap * dilation]!;
    }
    y[first + column] = sum / (divisor ?? starts.length * (to - from));
  }
}
