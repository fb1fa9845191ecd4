/** How a run is made, and what of that must not change where it goes on. */
import type { Clock } from "@linknet-kit/base";
import type { Weights } from "@linknet-kit/core";
import type { Batches } from "./batches.js";
import type { Best, CheckpointNotes, Position } from "./checkpoint.js";
import { InvalidTrainingError } from "./errors.js";
import type { Metrics } from "./metrics.js";
import type { RunFolder } from "./runFolder.js";
import { type Schedule, constantRate } from "./schedules.js";
import type { TrainerOptions } from "./trainer.js";

export interface TrainOptions extends Omit<TrainerOptions, "gathers" | "optimiser"> {
  /** RMSProp as the paper has it unless given. */
  readonly optimiser?: TrainerOptions["optimiser"];
  /** Of the run; one that the caller opened is closed by them, and `resume` is said where it is opened. */
  readonly folder: string | RunFolder;
  readonly batches: Batches;
  readonly epochs: number;
  readonly schedule?: Schedule;
  /** Batches whose mean gradient makes an update; 1 unless given. The last update of an epoch may have fewer. */
  readonly accumulate?: number;
  /** Updates after which all is written, besides at the end of each epoch. */
  readonly saveEvery?: number | undefined;
  /** The same by time that passed. */
  readonly saveEveryMinutes?: number | undefined;
  /** What batches are made of, in the caller's words: a run goes on where it is the same. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  /** What the caller wants to find in the run's configuration again. */
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
  /** Numbers by name, of the weights after an epoch. */
  readonly validate?: (weights: Weights, epoch: number) => Promise<Readonly<Record<string, number>>>;
  /** Which number says that weights are the best; the lowest `loss` unless given, which is that of training. */
  readonly best?: { readonly metric: string; readonly goal: "highest" | "lowest" };
  /** Whether a run that the folder holds goes on. */
  readonly resume?: boolean;
  /**
   * Ends the run after the steps that are being made, of two seconds or one, or where batches or what validates throw what it was aborted with;
   * where the run stands is written before that is thrown.
   */
  readonly signal?: AbortSignal;
  /** Told where the run begins, or goes on; `lostBest` is what was the best before somebody took its weights away. */
  readonly onBegin?: (at: Position & { readonly best: Best | undefined; readonly lostBest: Best | undefined }) => void;
  /** Of an update also how many follow at once, which were made in the same run of ONNX Runtime. */
  readonly onMetrics?: (metrics: Metrics, following: number) => void;
  /** Where time is read; the system's clock unless given. */
  readonly clock?: Clock;
}

/** What must be the same where a run goes on. How long it goes on, and by how many threads, may change. */
export function settingsOf(options: TrainOptions & Pick<TrainerOptions, "optimiser">): CheckpointNotes["settings"] {
  const { optimiser, schedule = constantRate(), accumulate = 1, seed = 0 } = options;
  const { classWeights, ignore, momentum, by, best, data } = options;
  const settings = {
    optimiser: { name: optimiser.name, rate: optimiser.rate, ...optimiser.settings },
    schedule: { name: schedule.name, ...schedule.settings },
    accumulate,
    seed,
    classWeights,
    ignore,
    momentum,
    by,
    best,
    data,
  };
  return JSON.parse(JSON.stringify(settings)) as CheckpointNotes["settings"];
}

export function checkCounts({ epochs, accumulate = 1, saveEvery = 1, saveEveryMinutes = 1 }: TrainOptions): void {
  if (!(saveEveryMinutes > 0)) {
    throw new InvalidTrainingError({ problem: `saveEveryMinutes is ${saveEveryMinutes}, expected a number above 0` });
  }
  for (const [name, value] of Object.entries({ epochs, accumulate, saveEvery })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new InvalidTrainingError({ problem: `${name} is ${value}, expected a whole number above 0` });
  }
}
