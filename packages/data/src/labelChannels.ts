/** From ids of labels to channels of a network. */
import { type LabelSet, channelCount } from "@linknet-kit/metrics";
import { StrangeLabelError } from "./errors.js";
import type { NumberMap } from "./png/readPng.js";

const UNKNOWN = 255;

/** The channel of each pixel; a `StrangeLabelError` where a number stands for no label. */
export function labelChannels(set: LabelSet, { file, width, data }: NumberMap): Uint8Array {
  const table = tableOf(set);
  const channels = new Uint8Array(data.length);
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const channel = table[data[pixel]!] ?? UNKNOWN;
    if (channel === UNKNOWN) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      throw new StrangeLabelError({ file, value: data[pixel]!, x, y, set: set.name });
    }
    channels[pixel] = channel;
  }
  return channels;
}

function tableOf(set: LabelSet): Uint8Array {
  const table = new Uint8Array(256).fill(UNKNOWN);
  const ignored = channelCount(set) - 1;
  let next = 0;
  for (const { id, isIgnored } of set.labels) table[id] = isIgnored === true ? ignored : next++;
  for (const value of set.ignoredTruth ?? []) table[value] = ignored;
  return table;
}
