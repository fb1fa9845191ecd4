/** What a run measures, a line of JSON for each update and each epoch. */
import { z } from "zod";

export interface UpdateMetrics {
  readonly kind: "update";
  /** From 1. */
  readonly update: number;
  /** From 0, as all epochs. */
  readonly epoch: number;
  /** The mean of its batches with labelled pixels; 0 where none has any. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly rate: number;
  /** How many the loss is the mean of. */
  readonly batches: number;
}

export interface EpochMetrics {
  readonly kind: "epoch";
  /** The last of the epoch. */
  readonly update: number;
  readonly epoch: number;
  /** The mean loss of its batches with labelled pixels, and whatever is validated, by name. */
  readonly values: Readonly<Record<string, number>>;
}

export type Metrics = UpdateMetrics | EpochMetrics;

export function printMetrics(metrics: readonly Metrics[]): string {
  return metrics.map((each) => `${JSON.stringify(each)}\n`).join("");
}

/** Up to the first line that is none any more. */
export function parseMetrics(text: string): readonly Metrics[] {
  const metrics: Metrics[] = [];
  for (const line of text.split("\n")) {
    const read = parseLine(line);
    if (read === undefined) break;
    metrics.push(read);
  }
  return metrics;
}

const count = z.int().min(0);
const finite = z.number();
/** Earlier versions wrote `null` for what was no finite number. */
const values = z
  .record(z.string(), finite.nullable())
  .transform((all) =>
    Object.fromEntries(Object.entries(all).flatMap(([name, each]) => (each === null ? [] : [[name, each]]))),
  );
export const metricsSchema: z.ZodType<Metrics> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("update"),
    update: count,
    epoch: count,
    loss: finite,
    gradientNorm: finite,
    rate: finite,
    batches: count,
  }),
  z.object({
    kind: z.literal("epoch"),
    update: count,
    epoch: count,
    values,
  }),
]);

function parseLine(line: string): Metrics | undefined {
  try {
    return metricsSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Those that a run has measured which stands after so many updates, in this epoch. */
export function measuredBy(
  metrics: readonly Metrics[],
  { updates, epoch }: { readonly updates: number; readonly epoch: number },
): readonly Metrics[] {
  return metrics.filter((each) => (each.kind === "epoch" ? each.epoch < epoch : each.update <= updates));
}

/** The mean loss of an epoch's batches with labelled pixels, of which some may have been seen before a checkpoint; nothing without any. */
export function epochLoss(metrics: readonly Metrics[], epoch: number): number | undefined {
  const own = metrics.filter((each): each is UpdateMetrics => each.kind === "update" && each.epoch === epoch);
  const batches = own.reduce((sum, each) => sum + each.batches, 0);
  return batches === 0 ? undefined : own.reduce((sum, each) => sum + each.loss * each.batches, 0) / batches;
}
