/**
 * What the LinkNet authors' profiler computes, faults included: https://github.com/e-lab/Torch7-profiling. It counts no batch norm, and the
 * input channels of a transposed convolution twice. It reproduces the figures that they published.
 */
import { addOp } from "../ops/add.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { castOp } from "../ops/cast.js";
import { channelsFirstType } from "../ops/channelsLast.js";
import { convOp } from "../ops/conv.js";
import { convChannelsLastOp } from "../ops/convChannelsLast.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { depthwiseConvChannelsLastOp } from "../ops/depthwiseConvChannelsLast.js";
import { filtersFirstOrder, reorderType } from "../ops/reorder.js";
import { type Window, extent } from "../ops/window.js";
import { type TensorType, elementCount, spatialOf } from "../tensor.js";
import { type Convention, countedBy } from "./convention.js";

export const paper: Convention = {
  summary: "what the LinkNet authors' profiler computes, faults included",
  byOp: new Map([
    // One for each of the operands.
    countedBy(addOp, (_, { y }) => 2 * elementCount(y)),
    countedBy(batchNormOp, () => 0),
    countedBy(castOp, () => 0),
    countedBy(convOp, convolutionFlops),
    countedBy(convChannelsLastOp, ({ x, weight }, { y }, window) => {
      const operands = { x: channelsFirstType(x), weight: reorderType(weight, filtersFirstOrder(weight.shape.length)) };
      return convolutionFlops(operands, { y: channelsFirstType(y) }, window);
    }),
    countedBy(depthwiseConvChannelsLastOp, ({ x, weight }, { y }, window) => {
      const [rows, columns, channels = 0, filters = 0] = weight.shape;
      const filtersFirst = { ...weight, shape: [channels * filters, 1, rows!, columns!] };
      return convolutionFlops({ x: channelsFirstType(x), weight: filtersFirst }, { y: channelsFirstType(y) }, window);
    }),
    // The input channels are taken for the output channels too.
    countedBy(convTransposeOp, ({ x, weight }, { y }) => {
      const [, channels = 0] = x.shape;
      const kernel = elementCount({ shape: weight.shape.slice(2) });
      return 2 * kernel * channels * elementCount(x) + elementCount(y);
    }),
  ]),
  otherwise: ({ macs, scalarOps }) => 2 * macs + scalarOps,
};

interface Operands {
  readonly x: TensorType;
  readonly weight: TensorType;
}

/** For each output two FLOPs a product, and one for the bias, which every convolution is taken to have. */
function convolutionFlops(
  { x, weight }: Operands,
  { y }: { readonly y: TensorType },
  window: Omit<Window, "kernel">,
): number {
  const { batch, channels: filters } = spatialOf(y);
  const { sides: kernel } = spatialOf(weight);
  const products = elementCount({ shape: weight.shape.slice(1) });
  return batch * filters * positions(x, y, { ...window, kernel }) * (2 * products + 1);
}

/**
 * Positions of the window. The profiler adds one where a dilated convolution's output side needs one taken off, so that it counts two rows
 * and two columns too many at stride 1.
 */
function positions(x: TensorType, y: TensorType, window: Window): number {
  const { stride, padding, dilation } = window;
  if (dilation.every((step) => step === 1)) return elementCount({ shape: spatialOf(y).sides });
  const counted = spatialOf(x).sides.map((side, axis) => {
    const padded = side + padding.begin[axis]! + padding.end[axis]!;
    return Math.floor((padded - extent(window, axis) + 2) / stride[axis]!) + 1;
  });
  return elementCount({ shape: counted });
}
