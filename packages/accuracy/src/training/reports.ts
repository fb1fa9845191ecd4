/** What a training tells of itself on its way, and of what ended it. */
import { type Clock, LinknetError } from "@linknet-kit/base";
import type { Best, Metrics } from "@linknet-kit/training";
import { CheckpointNotWrittenError, TrainingInterruptedError } from "../errors.js";
import { Pace } from "./pace.js";
import type { TrainingPlan } from "./planTraining.js";

export type TrainingEvent =
  /** The network and its step are built. */
  | { readonly kind: "build" }
  /** What is trained, once all that can be refused was not. */
  | {
      readonly kind: "begin";
      readonly plan: TrainingPlan;
      readonly told: string | undefined;
    }
  /** The file of a run that goes on does not say what its images and labels held when it began. */
  | { readonly kind: "untold"; readonly path: string }
  /** An image and its labels are looked at. */
  | { readonly kind: "file"; readonly done: number; readonly all: number }
  /** The step is loaded into the runtime. */
  | { readonly kind: "load" }
  /** Steps begin: where the run stands, and the best weights so far; or those that were, and whose file is gone. */
  | {
      readonly kind: "start";
      readonly updates: number;
      readonly epoch: number;
      readonly best: Best | undefined;
      readonly lostBest: Best | undefined;
    }
  | ({ readonly kind: "update"; readonly loss: number; readonly update: number } & Standing)
  | { readonly kind: "validate"; readonly epoch: number; readonly done: number; readonly all: number }
  | ({ readonly kind: "epoch"; readonly values: Readonly<Record<string, number>> } & Standing);

export interface Standing {
  /** From 0. */
  readonly epoch: number;
  readonly imagesPerSecond: number;
  readonly leftSeconds: number;
}

export interface Told {
  /** The folder of the run. */
  readonly output: string;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainingEvent) => void) | undefined;
}

/** What a run measures, with how fast it is. */
export class Reports {
  readonly #training: Told;
  readonly #plan: TrainingPlan;
  readonly #pace: Pace;
  #updates = 0;
  /** Of them those whose time is known. */
  #paced = 0;
  #epoch = 0;

  constructor(training: Told, plan: TrainingPlan, clock: Clock) {
    this.#training = training;
    this.#plan = plan;
    this.#pace = new Pace(clock);
  }

  start(event: Extract<TrainingEvent, { kind: "start" }>): void {
    this.#updates = event.updates;
    this.#paced = event.updates;
    this.#epoch = event.epoch;
    this.#training.onEvent?.(event);
  }

  /** `following` updates more are told of at once. */
  tell(metrics: Metrics, following: number): void {
    const { onEvent } = this.#training;
    const { kind, update, epoch } = metrics;
    this.#updates = update;
    this.#epoch = epoch;
    if (kind === "epoch") this.#pace.endEpoch();
    else if (following === 0) this.#pace.update(update - this.#paced);
    if (following === 0) this.#paced = update;
    const standing = this.#standing();
    if (kind === "update") onEvent?.({ kind, update, loss: metrics.loss, ...standing });
    else onEvent?.({ kind, values: metrics.values, ...standing });
  }

  #standing(): Standing {
    const { stepsPerEpoch, updatesPerEpoch, batches, choices } = this.#plan;
    const { updateMs } = this.#pace;
    const images = (batches.batchSize * stepsPerEpoch) / updatesPerEpoch;
    const updates = choices.epochs * updatesPerEpoch - this.#updates;
    const leftSeconds = this.#pace.leftSeconds({ updates, epochs: choices.epochs - this.#epoch });
    return { epoch: this.#epoch, imagesPerSecond: updateMs === 0 ? 0 : (1000 * images) / updateMs, leftSeconds };
  }

  /** What a user can do where the run ended before its time. */
  explained(error: unknown): unknown {
    const { signal, output: folder } = this.#training;
    if (signal?.aborted === true && error === signal.reason && this.#updates > 0) {
      return new TrainingInterruptedError({ folder, hasLearnt: true, updates: this.#updates, cause: error });
    }
    if (!(error instanceof LinknetError) || error.code !== "DISK_FULL") return error;
    return new CheckpointNotWrittenError({ problem: error.summary, folder, cause: error });
  }
}
