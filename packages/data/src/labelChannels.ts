/** From colours to ids of labels, and from those to channels of a network. */
import { type LabelSet, channelCount } from "@linknet-kit/metrics";
import type { DataSet } from "./dataSet.js";
import { StrangeColourError, StrangeLabelError } from "./errors.js";
import type { ColourMap, NumberMap } from "./png/readPng.js";

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

/** Ids of the colours of a label image; a `StrangeColourError` where a colour stands for no label. */
export function labelsOfColours(
  { labels, labelColours }: Pick<DataSet, "labels" | "labelColours">,
  { file, width, height, data: colours }: ColourMap,
): NumberMap {
  const strangeAt = colours.findIndex((colour) => labelColours?.has(colour) !== true);
  if (strangeAt !== -1) {
    const colour = colours[strangeAt]!;
    const hasOthers = colours.some((other) => other !== colour && labelColours?.has(other) !== true);
    const place = { x: strangeAt % width, y: Math.floor(strangeAt / width) };
    throw new StrangeColourError({ file, colour, ...place, set: labels.name, hasOthers });
  }
  return { file, width, height, data: Uint8Array.from(colours, (colour) => labelColours!.get(colour)!) };
}

function tableOf(set: LabelSet): Uint8Array {
  const table = new Uint8Array(256).fill(UNKNOWN);
  const ignored = channelCount(set) - 1;
  let next = 0;
  for (const { id, isIgnored } of set.labels) table[id] = isIgnored === true ? ignored : next++;
  for (const value of set.ignoredTruth ?? []) table[value] = ignored;
  return table;
}
