/**
 * Folds what maps each channel of an image, as batch norms do and products and sums with one number a channel, into the convolution that
 * alone reads it: its kernels take the factors of the channels that they read, and its bias what they make of the offsets. Offsets fold
 * only where no window reaches into a padding, whose zeros they are not added to.
 */
import { isSingle } from "../dtypes.js";
import { type Node, type Value, mapOperands } from "../graph.js";
import type { ChannelMap } from "../op.js";
import { type FloatTensor, elementCount, floatTensor } from "../tensor.js";
import { channelNumbers } from "./channelNumbers.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

/** A convolution, and the map of channels that it alone reads. */
interface Pair {
  readonly convolution: Node;
  readonly map: ChannelMap<string>;
  /** The map's other operands. */
  readonly of: Readonly<Record<string, Value>>;
  /** Of the image. */
  readonly channels: number;
}

interface ConvolutionOperands {
  readonly x: Value;
  readonly weight: Value;
  readonly bias?: Value;
}

const fold: RewriteRule = {
  apply: (convolution, edit) => {
    const { x } = convolution.inputs as unknown as ConvolutionOperands;
    const before = takesMaps(convolution, edit) ? edit.producerOf(x) : undefined;
    if (before === undefined) return;
    const types = mapOperands(before.inputs, ({ type }) => type);
    const isWhole = convolution.op.convolution!.sumsWholeWindows(convolution.attributes);
    for (const map of before.op.channelMaps?.(types, before.attributes) ?? []) {
      const { [map.input]: image, ...of } = before.inputs as Readonly<Record<string, Value>>;
      const isKnown = Object.values(of).every((value) => edit.isParameter(value));
      if (!isKnown || (map.offset !== undefined && !isWhole)) continue;
      const pair = { convolution, map, of, channels: x.type.shape[1]! };
      // The bias is computed of the weight as it still is.
      const bias = shiftedBias(pair, edit);
      edit.replace(convolution, {
        ...convolution,
        inputs: { ...convolution.inputs, x: image, weight: scaledWeight(pair, edit), bias },
      });
      return;
    }
  },
};

/** Convolutions keep their names and those of their weights. */
export const foldBeforeConvolutions = rewriteByRules(
  {
    name: "foldBeforeConvolutions",
    summary: "takes batch norms, and products and sums with one number a channel, into the convolution that reads them",
  },
  [fold],
);

function takesMaps({ op, inputs }: Node, edit: Edit): boolean {
  if (op.convolution === undefined) return false;
  const { x, weight, bias } = inputs as unknown as ConvolutionOperands;
  const isOwn = isSingle(x.type.dtype) && edit.isReadOnce(x) && edit.isParameter(weight) && edit.isReadOnce(weight);
  return isOwn && (bias === undefined || edit.isParameter(bias));
}

function scaledWeight({ convolution, map: { factor }, of, channels }: Pair, edit: Edit): Value {
  const { weight } = convolution.inputs as unknown as ConvolutionOperands;
  if (factor === undefined) return weight;
  return edit.revise(weight, {
    of: { ...of, scaled: weight },
    compute: ({ scaled, ...operands }) => {
      const factors = channelNumbers(factor, operands, channels);
      const result = floatTensor(scaled.shape, scaled.data);
      forEachKernel(convolution, scaled, ({ inputChannel, start, end }) => {
        for (let index = start; index < end; index += 1) result.data[index]! *= factors[inputChannel]!;
      });
      return result;
    },
  });
}

/** Nothing is added to the bias without an offset. */
function shiftedBias({ convolution, map: { offset }, of, channels }: Pair, edit: Edit): Value | undefined {
  const { weight, bias } = convolution.inputs as unknown as ConvolutionOperands;
  if (offset === undefined) return bias;
  const filters = convolution.outputs["y"]!.type.shape[1]!;
  const sources: Record<string, Value> = { ...of, kernels: weight, ...(bias === undefined ? {} : { shifted: bias }) };
  const compute = ({ kernels, shifted, ...operands }: Readonly<Record<string, FloatTensor>>): FloatTensor => {
    const offsets = channelNumbers(offset, operands, channels);
    const sums = Float64Array.from({ length: filters }, (_, filter) => shifted?.data[filter] ?? 0);
    forEachKernel(convolution, kernels!, ({ channel, inputChannel, start, end }) => {
      const taps = kernels!.data.subarray(start, end).reduce((sum, tap) => sum + tap, 0);
      sums[channel]! += taps * offsets[inputChannel]!;
    });
    return floatTensor([filters], sums);
  };
  if (bias !== undefined && edit.isReadOnce(bias)) return edit.revise(bias, { of: sources, compute });
  const type = { dtype: weight.type.dtype, shape: [filters] };
  return edit.derive(`${convolution.name}/folded/bias`, { type, of: sources, compute });
}

interface Kernel {
  /** The channels that it adds to and reads. */
  readonly channel: number;
  readonly inputChannel: number;
  /** Where its taps lie. */
  readonly start: number;
  readonly end: number;
}

function forEachKernel({ op, attributes }: Node, weight: FloatTensor, visit: (kernel: Kernel) => void): void {
  const convolution = op.convolution!;
  const [first = 1, second = 1, ...kernel] = weight.shape;
  const area = elementCount({ shape: kernel });
  for (let row = 0; row < first; row += 1) {
    for (let column = 0; column < second; column += 1) {
      const start = (row * second + column) * area;
      const place = [row, column] as const;
      const channel = convolution.channelOf(place, weight, attributes);
      visit({ channel, inputChannel: convolution.inputChannelOf(place, weight, attributes), start, end: start + area });
    }
  }
}
