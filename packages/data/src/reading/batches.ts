/** Examples in random order, some at a time, as networks are trained with them. */
import type { FloatTensor, TypedTensor } from "@linknet-kit/core";
import { floatTensor, seededUniform, shuffledOrder } from "@linknet-kit/core/tensors";
import type { DataSet } from "../dataSet.js";
import { InvalidBatchesError } from "../errors.js";
import { type ReadingOptions, readInOrder } from "./inOrder.js";
import type { KeptExamples } from "./keptExamples.js";
import { type ExamplePreparation, type PreparedExample, varied } from "./prepare.js";

export interface Batch {
  /** Of its examples. */
  readonly names: readonly string[];
  /** N x 3 x H x W: red, green and blue, 0 to 1, less the mean. */
  readonly image: FloatTensor;
  /** N x H x W: the channel of each pixel; the last one is of what is ignored. */
  readonly labels: TypedTensor<"uint8">;
}

export interface BatchOptions extends ExamplePreparation, ReadingOptions {
  readonly batchSize: number;
  /** Red, green and blue, 0 to 1, which images are less by; nothing unless given. */
  readonly mean?: readonly [red: number, green: number, blue: number];
  /** Whether examples that fill no batch are left out of this epoch: norms by the batch want batches of one size. */
  readonly dropsLast?: boolean;
  /** What was read before of the same data set at the same size, which is not read again; it keeps what is read now. */
  readonly kept?: KeptExamples;
}

/** Reads the next examples while one is used. The same options give the same numbers, however many threads read. */
export async function* readBatches(set: DataSet, options: BatchOptions): AsyncGenerator<Batch> {
  const { batchSize, kept } = options;
  checkSizes(options);
  const order = orderOf(set, options);
  let waiting: PreparedExample[] = [];
  const examples = kept === undefined ? prepared(set, options, order) : remembered(set, options, order, kept);
  for await (const example of examples) {
    waiting.push(example);
    if (waiting.length < batchSize) continue;
    yield batchOf(waiting, options.mean);
    waiting = [];
  }
  if (waiting.length > 0) yield batchOf(waiting, options.mean);
}

function prepared(
  set: DataSet,
  { seed, epoch, size, augmentation, workers, ahead }: BatchOptions,
  order: readonly number[],
): AsyncGenerator<PreparedExample> {
  const options: ExamplePreparation = { seed, epoch, size, augmentation };
  return readInOrder(set, { name: "prepare", options, order, workers, ahead });
}

/** The same examples; those that are kept are not read. */
async function* remembered(
  set: DataSet,
  options: BatchOptions,
  order: readonly number[],
  kept: KeptExamples,
): AsyncGenerator<PreparedExample> {
  const keptBefore = order.map((position) => kept.get(set.examples[position]!));
  const missing = order.filter((_, place) => keptBefore[place] === undefined);
  const read = prepared(set, { ...options, augmentation: undefined }, missing);
  try {
    for (const [place, position] of order.entries()) {
      const files = set.examples[position]!;
      const example = keptBefore[place] ?? ((await read.next()).value as PreparedExample);
      kept.keep(files, example);
      yield varied({ ...example, name: files.name }, options);
    }
  } finally {
    await read.return(undefined);
  }
}

function checkSizes({ size, augmentation: { scale, crop } = {} }: BatchOptions): void {
  for (const each of [size, crop]) {
    if (each === undefined || [each.width, each.height].every((side) => Number.isInteger(side) && side > 0)) continue;
    throw new InvalidBatchesError({ problem: `${each.width}x${each.height} is no size of images` });
  }
  const [from, to] = scale ?? [1, 1];
  if (!(from > 0 && to >= from))
    throw new InvalidBatchesError({ problem: `images are not scaled by ${from} to ${to}` });
}

/** Which examples the batches are of that `readBatches` reads, by name. */
export function batchNames(set: DataSet, options: BatchOptions): readonly (readonly string[])[] {
  const names = orderOf(set, options).map((position) => set.examples[position]!.name);
  const batches = Math.ceil(names.length / options.batchSize);
  return Array.from({ length: batches }, (_, batch) =>
    names.slice(batch * options.batchSize, (batch + 1) * options.batchSize),
  );
}

function orderOf(
  { examples: { length } }: DataSet,
  { batchSize, seed, epoch, dropsLast = false }: BatchOptions,
): readonly number[] {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new InvalidBatchesError({ problem: `a batch is of 1 example or more, not of ${batchSize}` });
  const all = epoch === undefined ? [...Array(length).keys()] : drawnOrder(length, seed, epoch);
  const order = dropsLast ? all.slice(0, length - (length % batchSize)) : all;
  if (order.length === 0)
    throw new InvalidBatchesError({ problem: `${length} examples fill no batch of ${batchSize}` });
  return order;
}

function drawnOrder(count: number, seed: number, epoch: number): readonly number[] {
  return shuffledOrder(count, seededUniform(seed, `order of epoch ${epoch}`));
}

function batchOf(examples: readonly PreparedExample[], mean: readonly number[] = [0, 0, 0]): Batch {
  const { width, height, name } = examples[0]!;
  const pixels = width * height;
  const image = floatTensor([examples.length, 3, height, width]);
  const labels = new Uint8Array(examples.length * pixels);
  for (const [position, example] of examples.entries()) {
    if (example.width !== width || example.height !== height) {
      const sizes = `${example.name} is ${example.width}x${example.height}, but ${name} ${width}x${height}`;
      throw new InvalidBatchesError({ problem: `images of a batch have one size: ${sizes}` });
    }
    labels.set(example.channels, position * pixels);
    for (let channel = 0; channel < 3; channel += 1) {
      const plane = (3 * position + channel) * pixels;
      for (let pixel = 0; pixel < pixels; pixel += 1)
        image.data[plane + pixel] = example.colours[3 * pixel + channel]! / 255 - mean[channel]!;
    }
  }
  const shape = [examples.length, height, width];
  return { names: examples.map((each) => each.name), image, labels: { dtype: "uint8", shape, data: labels } };
}
