/** What a network is trained with: batches, epoch by epoch. */
import { type Tensor, copyTensor } from "@linknet-kit/core";
import { checkBatch } from "./checkedBatch.js";

export interface TrainingBatch {
  /** N x channels x H x W, of the type that the network takes. */
  readonly image: Tensor;
  /** N x H x W, of whole numbers. */
  readonly labels: Tensor;
  /** What its images are called where something is wrong with them. */
  readonly names?: readonly string[];
}

/** As people count: `batch 2`, `batch 2: a, b`; `position` is from 0. */
export function describeBatch({ names = [] }: TrainingBatch, position: number): string {
  return `batch ${position + 1}${names.length === 0 ? "" : `: ${names.join(", ")}`}`;
}

/** Whether any pixel counts in the loss, which is 0 otherwise. */
export function isLabelled({ labels }: TrainingBatch, ignore: number | undefined): boolean {
  for (const label of labels.data) if (Number(label) !== ignore) return true;
  return false;
}

export interface EpochOfBatches {
  /** From 0. */
  readonly epoch: number;
  /** Of the run: what is drawn depends on it and on the epoch alone, so that a resumed run sees the same. */
  readonly seed: number;
}

/** The batches of an epoch, in their order. */
export type Batches = (at: EpochOfBatches) => AsyncIterable<TrainingBatch> | Iterable<TrainingBatch>;

/** A batch with the number of those that its update is made of; 0 where others of them follow. */
export interface Gathered {
  readonly batch: TrainingBatch;
  readonly count: number;
}

/** In groups of so many; the last group of an epoch may have fewer. Batches are copied, since whoever gives them may fill the same memory again. */
export async function* inGroups(
  batches: AsyncIterable<TrainingBatch> | Iterable<TrainingBatch>,
  { size, skip }: { readonly size: number; readonly skip: number },
): AsyncGenerator<Gathered> {
  let waiting: TrainingBatch | undefined;
  let [seen, count] = [0, 0];
  for await (const batch of batches) {
    seen += 1;
    if (seen <= skip) continue;
    if (waiting !== undefined) {
      yield { batch: waiting, count: count === size ? count : 0 };
      if (count === size) count = 0;
    }
    checkBatch(batch, seen);
    waiting = { ...batch, image: copyTensor(batch.image), labels: copyTensor(batch.labels) };
    count += 1;
  }
  if (waiting !== undefined) yield { batch: waiting, count };
}
