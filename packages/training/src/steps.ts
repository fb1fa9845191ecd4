/** The steps of a training one after the other, and the moments between its updates. */
import { type Gathered, type TrainingBatch, isLabelled } from "./batches.js";
import type { Position } from "./checkpoint.js";
import type { StepMeasures } from "./stepSession.js";
import {
  type StepInput,
  type StepOptions,
  type StepsResult,
  type Trainer,
  type TrainerState,
  isUpdate,
} from "./trainer.js";

/** What stands between two updates. */
export interface RunMoment {
  readonly state: TrainerState;
  readonly position: Position;
}

export interface MadeUpdate {
  /** From 1, in the whole training. */
  readonly update: number;
  /** The mean of its batches that have labelled pixels. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly rate: number;
  /** How many these were. */
  readonly batches: number;
}

/** A step whose loss or gradients are no finite numbers. */
export interface FailedStep {
  readonly batch: TrainingBatch;
  /** Of the batch in its epoch, from 0. */
  readonly number: number;
  readonly given: StepOptions;
  /** That it began with. */
  readonly state: TrainerState;
  readonly loss: number;
}

interface RanSteps {
  readonly updates: readonly MadeUpdate[];
  readonly failed?: FailedStep;
}

interface StepsOptions {
  /** By the updates made before. */
  readonly rateAt: (updates: number) => number;
  readonly ignore: number | undefined;
}

export class Steps {
  readonly #trainer: Trainer;
  readonly #options: StepsOptions;
  #now: RunMoment;
  #good: () => Promise<RunMoment>;
  /** After the last step, which may be amid an update. */
  #state: TrainerState;
  /** Of that update's batches so far. */
  #losses: number[] = [];
  /** The next of the epoch. */
  #batch: number;

  constructor(trainer: Trainer, options: StepsOptions, start: RunMoment) {
    this.#trainer = trainer;
    this.#options = options;
    this.#now = start;
    this.#good = () => Promise.resolve(start);
    this.#state = start.state;
    this.#batch = start.position.batch;
  }

  /** After the last update. */
  get now(): RunMoment {
    return this.#now;
  }

  /** The last with whose weights losses were finite: that before the last update, until a batch or a validation has followed it. */
  good(): Promise<RunMoment> {
    return this.#good();
  }

  /** The weights as they are now gave finite numbers. */
  approve(): void {
    const { now } = this;
    this.#good = () => Promise.resolve(now);
  }

  endEpoch(): void {
    this.#batch = 0;
    this.#now = momentOf(this.#state, { epoch: this.#now.position.epoch + 1, batch: 0 });
  }

  /** Whole updates, or a part of one. Where a step fails, those before it are made and none behind. */
  async run(batches: readonly Gathered[]): Promise<RanSteps> {
    const steps = this.#stepsOf(batches);
    const result = await this.#trainer.steps(this.#state, steps);
    const failed = result.measured.findIndex(({ loss, gradientNorm }) => !Number.isFinite(loss + gradientNorm));
    if (failed < 0) return { updates: this.#advance(steps, result) };
    // What went before is made once more: of a run only what is after its last step is left.
    const whole = endOfUpdates(steps.slice(0, failed));
    const parts = [batches.slice(0, whole), batches.slice(whole, failed)].filter(({ length }) => length > 0);
    const updates: MadeUpdate[] = [];
    for (const part of parts) updates.push(...(await this.run(part)).updates);
    const { batch, ...given } = steps[failed]!;
    const { loss } = result.measured[failed]!;
    return { updates, failed: { batch, number: this.#batch, given, state: this.#state, loss } };
  }

  #stepsOf(batches: readonly Gathered[]): readonly StepInput[] {
    let { updates } = this.#state;
    return batches.map((gathered) => {
      const rate = this.#options.rateAt(updates);
      if (isUpdate(gathered)) updates += 1;
      return { ...gathered, rate };
    });
  }

  #advance(steps: readonly StepInput[], { measured, state }: StepsResult): readonly MadeUpdate[] {
    const { position } = this.#now;
    const updates: MadeUpdate[] = [];
    for (const [index, step] of steps.entries()) {
      const number = position.updates + updates.length + 1;
      updates.push(...this.#measure(step, measured[index]!, number));
    }
    if (updates.length > 0) this.#good = this.#beforeLast(steps);
    else this.approve();
    this.#state = state;
    this.#batch += steps.length;
    if (updates.length > 0) this.#now = momentOf(state, { epoch: position.epoch, batch: this.#batch });
    return updates;
  }

  /** The update that ends with the step, if one does. */
  #measure(step: StepInput, { loss, gradientNorm }: StepMeasures, update: number): readonly MadeUpdate[] {
    if (isLabelled(step.batch, this.#options.ignore)) this.#losses.push(loss);
    if (!isUpdate(step)) return [];
    const { length } = this.#losses;
    const mean = this.#losses.reduce((sum, each) => sum + each, 0) / Math.max(1, length);
    this.#losses = [];
    return [{ update, loss: mean, gradientNorm, rate: step.rate, batches: length }];
  }

  /** The moment before the last update of these steps, by the steps before it. */
  #beforeLast(steps: readonly StepInput[]): () => Promise<RunMoment> {
    const [now, state, batch] = [this.#now, this.#state, this.#batch];
    const others = steps.slice(0, endOfUpdates(steps.slice(0, -1)));
    if (others.length === 0) return () => Promise.resolve(now);
    return async () => {
      const result = await this.#trainer.steps(state, others);
      return momentOf(result.state, { epoch: now.position.epoch, batch: batch + others.length });
    };
  }
}

export function momentOf(state: TrainerState, { epoch, batch }: Pick<Position, "epoch" | "batch">): RunMoment {
  const { batches, updates } = state;
  return { state, position: { epoch, batch, batches, updates } };
}

/** How many steps there are up to the end of the last update in them. */
function endOfUpdates(steps: readonly StepInput[]): number {
  return steps.findLastIndex(isUpdate) + 1;
}
