/** What training wants to know of a data set beforehand: its mean colour, and how common its labels are. */
import { channelCount } from "@linknet-kit/metrics";
import type { DataSet } from "./dataSet.js";
import { readExamples } from "./readExample.js";

export interface DataSurvey {
  /** Red, green and blue, 0 to 1. */
  readonly mean: readonly [red: number, green: number, blue: number];
  /** How many pixels each channel has; the last one is of what is ignored. */
  readonly pixels: readonly number[];
}

export interface SurveyOptions {
  /** Called before each example. */
  readonly onExample?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Reads every image once. */
export async function surveyDataSet(set: DataSet, { onExample, signal }: SurveyOptions = {}): Promise<DataSurvey> {
  const sums: [number, number, number] = [0, 0, 0];
  const pixels = Array.from({ length: channelCount(set.labels) }, () => 0);
  let done = 0;
  for await (const { picture, channels } of readExamples(set)) {
    signal?.throwIfAborted();
    onExample?.(done++, set.examples.length);
    for (let pixel = 0; pixel < channels.length; pixel += 1) {
      pixels[channels[pixel]!]! += 1;
      for (let colour = 0; colour < 3; colour += 1) sums[colour]! += picture.colours[3 * pixel + colour]!;
    }
  }
  const total = pixels.reduce((sum, count) => sum + count, 0);
  return { mean: sums.map((sum) => sum / total / 255) as [number, number, number], pixels };
}
