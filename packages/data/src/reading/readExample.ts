/** An image with its labels in memory. */
import type { DataSet, ExampleFiles } from "../dataSet.js";
import { UnreadablePngError } from "../errors.js";
import { labelChannels, labelsOfColours } from "../labelChannels.js";
import { type Picture, readPicture } from "../pictures/readPicture.js";
import { type NumberMap, readColourMap, readNumberMap } from "../png/readPng.js";

export interface Example {
  readonly name: string;
  readonly picture: Picture;
  /** Ids, as they stand in the file or as its colours stand for. */
  readonly labels: NumberMap;
  /** The channel of a network for each pixel. */
  readonly channels: Uint8Array;
  readonly instances?: NumberMap | undefined;
}

export interface ReadOptions {
  /** Whether instances are read where the data set has them; not unless it says so. */
  readonly withInstances?: boolean;
}

/** What files of a data set stand for, without its files. */
export type ReadableSet = Pick<DataSet, "labels" | "labelColours">;

/** An error that names the file where one cannot be read, is of another size than the image, or has a number that is no label. */
export async function readExample(
  set: ReadableSet,
  files: ExampleFiles,
  { withInstances = false }: ReadOptions = {},
): Promise<Example> {
  const wanted = withInstances ? files.instances : undefined;
  const [picture, labels, instances] = await Promise.all([
    readPicture(files.image),
    readLabels(set, files.labels),
    wanted === undefined ? undefined : readNumberMap(wanted),
  ]);
  for (const map of instances === undefined ? [labels] : [labels, instances]) checkSameSize(map, picture);
  return { name: files.name, picture, labels, channels: labelChannels(set.labels, labels), instances };
}

async function readLabels(set: ReadableSet, path: string): Promise<NumberMap> {
  if (set.labelColours === undefined) return await readNumberMap(path);
  return labelsOfColours(set, await readColourMap(path));
}

interface Sized {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

export function checkSameSize({ file, width, height }: Sized, like: Sized): void {
  if (width === like.width && height === like.height) return;
  const problem = `is ${width}x${height}, but ${like.file} ${like.width}x${like.height}`;
  throw new UnreadablePngError({ file, problem });
}
