/**
 * Folds what maps each channel of a convolution's result, as batch norms do and products and sums with one number a channel, into the
 * convolution: all of it is linear, so that scaling the weight and shifting the bias does the work of both.
 */
import { isSingle } from "../dtypes.js";
import { type Node, type Value, mapOperands } from "../graph.js";
import type { ChannelMap } from "../op.js";
import { type FloatTensor, elementCount, floatTensor } from "../tensor.js";
import { channelNumbers } from "./channelNumbers.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

/** A convolution whose result one map of channels alone reads. */
interface Pair {
  readonly convolution: Node;
  readonly map: ChannelMap<string>;
  /** The map's other operands. */
  readonly of: Readonly<Record<string, Value>>;
  readonly channels: number;
}

const fold: RewriteRule = {
  apply: (node, edit) => {
    const types = mapOperands(node.inputs, ({ type }) => type);
    for (const map of node.op.channelMaps?.(types, node.attributes) ?? []) {
      const { [map.input]: x, ...of } = node.inputs as Readonly<Record<string, Value>>;
      const convolution = edit.producerOf(x!);
      const isKnown = Object.values(of).every((value) => edit.isParameter(value));
      if (convolution === undefined || !isKnown || !edit.isReadOnce(x!) || !takes(convolution, map, edit)) continue;
      const pair = { convolution, map, of, channels: x!.type.shape[1]! };
      const inputs = { ...convolution.inputs, weight: scaledWeight(pair, edit), bias: shiftedBias(pair, edit) };
      edit.replace(node, { ...convolution, inputs });
      return;
    }
  },
};

/** Convolutions keep their names and those of their weights. One stays as it is where its weight or bias is computed, or others read its weight. */
export const foldIntoConvolutions = rewriteByRules(
  {
    name: "foldIntoConvolutions",
    summary: "takes batch norms, and products and sums with one number a channel, into the convolution before them",
  },
  [fold],
);

function takes({ op, inputs }: Node, { factor }: ChannelMap<string>, edit: Edit): boolean {
  if (op.convolution === undefined) return false;
  const { weight, bias } = inputs as { readonly weight: Value; readonly bias?: Value };
  const isOwn = isSingle(weight.type.dtype) && (factor === undefined || edit.isReadOnce(weight));
  return edit.isParameter(weight) && isOwn && (bias === undefined || edit.isParameter(bias));
}

function scaledWeight({ convolution, map: { factor }, of, channels }: Pair, edit: Edit): Value {
  const weight = convolution.inputs["weight"] as Value;
  if (factor === undefined) return weight;
  return edit.revise(weight, {
    of: { ...of, scaled: weight },
    compute: (operands) => scaleFilters(convolution, operands["scaled"], channelNumbers(factor, operands, channels)),
  });
}

/** Factors may leave a bias alone that is not there. */
function shiftedBias({ convolution, map, of, channels }: Pair, edit: Edit): Value | undefined {
  const { factor = () => 1, offset = () => 0 } = map;
  const bias = convolution.inputs["bias"] as Value | undefined;
  if (bias === undefined && map.offset === undefined) return undefined;
  const compute = (operands: Readonly<Record<string, FloatTensor>>): FloatTensor => {
    const [factors, offsets] = [factor, offset].map((each) => channelNumbers(each, operands, channels));
    const shifted = operands["shifted"]?.data;
    return floatTensor(
      [channels],
      factors!.map((each, channel) => (shifted?.[channel] ?? 0) * each + offsets![channel]!),
    );
  };
  if (bias !== undefined && edit.isReadOnce(bias)) return edit.revise(bias, { of: { ...of, shifted: bias }, compute });
  const type = { dtype: (convolution.inputs["weight"] as Value).type.dtype, shape: [channels] };
  const sources = { ...of, ...(bias === undefined ? {} : { shifted: bias }) };
  return edit.derive(`${convolution.name}/folded/bias`, { type, of: sources, compute });
}

/** Multiplies each kernel of the weight by the factor of the channel that it adds to. */
function scaleFilters({ op, attributes }: Node, weight: FloatTensor, factors: Float64Array): FloatTensor {
  const [first = 1, second = 1, ...kernel] = weight.shape;
  const area = elementCount({ shape: kernel });
  const scaled = floatTensor(weight.shape, weight.data);
  const { data } = scaled;
  for (let row = 0; row < first; row += 1) {
    for (let column = 0; column < second; column += 1) {
      const factor = factors[op.convolution!.channelOf([row, column], weight, attributes)]!;
      const start = (row * second + column) * area;
      for (let index = start; index < start + area; index += 1) data[index]! *= factor;
    }
  }
  return scaled;
}
