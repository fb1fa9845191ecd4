/** What a map of channels has for each of them. */
import { mapRecord } from "../graph.js";
import type { ChannelMap } from "../op.js";
import type { FloatTensor } from "../tensor.js";

/** The factors or the offsets of all channels, from the map's operands. */
export function channelNumbers(
  numberOf: NonNullable<ChannelMap<string>["factor"]>,
  operands: Readonly<Record<string, FloatTensor>>,
  channels: number,
): Float64Array {
  const elements = mapRecord(operands, ({ data }) => data);
  return Float64Array.from({ length: channels }, (_, channel) => numberOf(elements, channel));
}
