/** What a run measures, a line of JSON for each update and each epoch. */
import { InvalidTrainingError } from "./errors.js";

export interface UpdateMetrics {
  readonly kind: "update";
  /** From 1. */
  readonly update: number;
  /** From 0, as all epochs. */
  readonly epoch: number;
  /** The mean of its batches. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly rate: number;
  readonly batches: number;
}

export interface EpochMetrics {
  readonly kind: "epoch";
  /** The last of the epoch. */
  readonly update: number;
  readonly epoch: number;
  /** The mean of its batches, and whatever is validated, by name. */
  readonly values: Readonly<Record<string, number>>;
}

export type Metrics = UpdateMetrics | EpochMetrics;

export function printMetrics(metrics: readonly Metrics[]): string {
  return metrics.map((each) => `${JSON.stringify(each)}\n`).join("");
}

/** Of a file of our own, which was written whole; an error names the line that somebody broke. */
export function parseMetrics(path: string, text: string): readonly Metrics[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Metrics;
    } catch {
      throw new InvalidTrainingError({ problem: `line ${index + 1} of ${path} is no JSON any more` });
    }
  });
}

/** The mean loss of an epoch's batches, of which some may have been seen before a checkpoint. */
export function epochLoss(metrics: readonly Metrics[], epoch: number): number {
  const own = metrics.filter((each): each is UpdateMetrics => each.kind === "update" && each.epoch === epoch);
  const batches = own.reduce((sum, each) => sum + each.batches, 0);
  return own.reduce((sum, each) => sum + each.loss * each.batches, 0) / batches;
}
