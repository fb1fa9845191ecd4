/** An image with its labels in memory. */
import type { DataSet, ExampleFiles } from "./dataSet.js";
import { UnreadablePngError } from "./errors.js";
import { labelChannels, labelsOfColours } from "./labelChannels.js";
import { type Picture, readPicture } from "./pictures/readPicture.js";
import { type NumberMap, readColourMap, readNumberMap } from "./png/readPng.js";

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

/** An error that names the file where one cannot be read, is of another size than the image, or has a number that is no label. */
export async function readExample(
  set: Pick<DataSet, "labels" | "labelColours">,
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

async function readLabels(set: Pick<DataSet, "labels" | "labelColours">, path: string): Promise<NumberMap> {
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

/** One after the other, the next one read while one is used; memory has two at most. */
export async function* readExamples(
  set: DataSet,
  options: ReadOptions & { readonly order?: readonly number[] } = {},
): AsyncGenerator<Example> {
  const { order = [...set.examples.keys()] } = options;
  const start = (position: number): Promise<Example> | undefined => {
    const example = set.examples[order[position] ?? -1];
    const reading = example === undefined ? undefined : readExample(set, example, options);
    // It is waited for below; until then nobody listens.
    reading?.catch(() => undefined);
    return reading;
  };
  let next = start(0);
  for (let position = 1; next !== undefined; position += 1) {
    const example = await next;
    next = start(position);
    yield example;
  }
}
