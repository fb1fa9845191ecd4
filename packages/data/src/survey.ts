/** What training wants to know of a data set beforehand: its mean colour, and how common its labels are. */
import { channelCount } from "@linknet-kit/metrics";
import type { DataSet, ExampleProgress } from "./dataSet.js";
import type { ReadingOptions } from "./reading/inOrder.js";
import { readExamples } from "./reading/readExamples.js";

export interface DataSurvey {
  /** Red, green and blue, 0 to 1. */
  readonly mean: readonly [red: number, green: number, blue: number];
  /** How many pixels each channel has; the last one is of what is ignored. */
  readonly pixels: readonly number[];
}

export interface SurveyOptions extends ExampleProgress, ReadingOptions {}

/** Reads every image once. */
export async function surveyDataSet(set: DataSet, options: SurveyOptions = {}): Promise<DataSurvey> {
  const { onExample, signal, workers, ahead } = options;
  const sums: [number, number, number] = [0, 0, 0];
  const pixels = Array.from({ length: channelCount(set.labels) }, () => 0);
  let done = 0;
  for await (const { picture, channels } of readExamples(set, { workers, ahead })) {
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
