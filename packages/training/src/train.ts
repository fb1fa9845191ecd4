/** A run: epochs of batches, with a folder from which it goes on after whatever stopped it. */
import { type Clock, systemClock } from "@linknet-kit/base";
import type { Model, Tensor, TensorType, Weights } from "@linknet-kit/core";
import { describeBatch, inGroups } from "./batches.js";
import {
  type Best,
  type Checkpoint,
  type CheckpointNotes,
  checkTensors,
  networkOf,
  readCheckpoint,
  writeCheckpoint,
} from "./checkpoint.js";
import { InvalidTrainingError, NotFiniteLossError, NotFiniteValidationError } from "./errors.js";
import { type Metrics, epochLoss, measuredBy } from "./metrics.js";
import { rmsprop } from "./optimisers/rmsprop.js";
import { RunFolder } from "./runFolder.js";
import { RunLength, inRuns, oneAhead } from "./runsOfSteps.js";
import { constantRate } from "./schedules.js";
import { type FailedStep, type RunMoment, Steps, momentOf } from "./steps.js";
import { type TrainOptions, checkCounts, settingsOf } from "./trainOptions.js";
import { Trainer, type TrainerState } from "./trainer.js";

export interface TrainedNetwork {
  readonly weights: Weights;
  /** Absent where no epoch gave the number that decides. */
  readonly best: Best | undefined;
  readonly metrics: readonly Metrics[];
}

/** Trains the network, whose weights are those it begins with. Answers the last weights. */
export async function train(network: Model, options: TrainOptions): Promise<TrainedNetwork> {
  checkCounts(options);
  const { folder: given, resume } = options;
  const folder = typeof given === "string" ? await RunFolder.open(given, { resume }) : given;
  try {
    const run = await Run.open(network, options, folder);
    try {
      return await run.toTheEnd();
    } finally {
      await run.close();
    }
  } finally {
    if (folder !== given) await folder.close();
  }
}

interface Opened {
  readonly network: Model;
  readonly options: TrainOptions;
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly notes: Pick<CheckpointNotes, "network" | "settings">;
}

/** What a run goes on from. */
interface Before {
  readonly checkpoint: Checkpoint;
  readonly metrics: readonly Metrics[];
  readonly best: Best | undefined;
  readonly lostBest: Best | undefined;
}

async function readBefore(folder: RunFolder, { graph }: Model, notes: Opened["notes"]): Promise<Before> {
  const checkpoint = await readCheckpoint(folder.path("checkpoint"), notes);
  const { best } = checkpoint.notes;
  const metrics = await folder.readMetrics(checkpoint.notes);
  // The best of the epochs to come where that of those before was taken away.
  const isThere = best !== undefined && (await folder.hasBest(graph));
  return { checkpoint, metrics, best: isThere ? best : undefined, lostBest: isThere ? undefined : best };
}

class Run {
  readonly #opened: Opened;
  readonly #steps: Steps;
  readonly #length: RunLength;
  /** With which the last validation was finite, or what the run began with. */
  #validated: RunMoment;
  #best: Best | undefined;
  #lostBest: Best | undefined;
  #metrics: Metrics[];
  #savedMs: number;

  private constructor(opened: Opened, rate: number, before?: Before) {
    this.#opened = opened;
    const { trainer, options } = opened;
    const { schedule = constantRate(), ignore } = options;
    const start = before === undefined ? momentOf(trainer.start(), { epoch: 0, batch: 0 }) : this.#goOnFrom(before);
    this.#steps = new Steps(trainer, { rateAt: (updates) => schedule.rateAt(rate, updates), ignore }, start);
    this.#length = new RunLength(trainer.bytesOfBatch);
    this.#validated = start;
    this.#best = before?.best;
    this.#lostBest = before?.lostBest;
    this.#metrics = [...(before?.metrics ?? [])];
    this.#savedMs = this.#clock.nowMs();
  }

  static async open(network: Model, options: TrainOptions, folder: RunFolder): Promise<Run> {
    const { accumulate = 1, optimiser = rmsprop(), ...rest } = options;
    const notes = { network: networkOf(network), settings: settingsOf({ ...options, optimiser }) };
    // Refused before anything that takes long.
    const before = folder.hasCheckpoint ? await readBefore(folder, network, notes) : undefined;
    options.signal?.throwIfAborted();
    const trainer = await Trainer.open(network, { ...rest, optimiser, gathers: accumulate > 1 });
    try {
      const run = new Run({ network, options, folder, trainer, notes }, optimiser.rate, before);
      if (before !== undefined) await folder.writeMetrics(before.metrics);
      await folder.writeConfig({ ...options.configuration, ...notes, epochs: options.epochs });
      return run;
    } catch (error) {
      await trainer.close();
      throw error;
    }
  }

  get #clock(): Clock {
    return this.#opened.options.clock ?? systemClock;
  }

  async toTheEnd(): Promise<TrainedNetwork> {
    const { network, options, trainer } = this.#opened;
    options.onBegin?.({ ...this.#steps.now.position, best: this.#best, lostBest: this.#lostBest });
    try {
      while (this.#steps.now.position.epoch < options.epochs) await this.#epoch();
    } catch (error) {
      const isStopped = options.signal?.aborted === true && error === options.signal.reason;
      if (isStopped && this.#steps.now.position.updates > 0) await this.#save(this.#steps.now);
      throw error;
    }
    const weights = trainer.weightsOf(this.#steps.now.state);
    await this.#opened.folder.writeWeights("last", network.graph, weights);
    return { weights, best: this.#best, metrics: this.#metrics };
  }

  async close(): Promise<void> {
    await this.#opened.trainer.close();
  }

  async #epoch(): Promise<void> {
    const { batches, accumulate = 1, seed = 0, saveEvery, signal } = this.#opened.options;
    const { epoch, batch: skip, updates } = this.#steps.now.position;
    const gathered = inGroups(batches({ epoch, seed }), { size: accumulate, skip });
    let since = this.#clock.nowMs();
    for await (const run of oneAhead(inRuns(gathered, { length: this.#length, accumulate, updates, saveEvery }))) {
      signal?.throwIfAborted();
      const ran = await this.#steps.run(run);
      for (const [index, { update, ...measured }] of ran.updates.entries())
        this.#tell({ kind: "update", update, epoch, ...measured }, ran.updates.length - index - 1);
      if (ran.failed !== undefined) await this.#fail(ran.failed);
      this.#length.took(this.#clock.nowMs() - since, run.length);
      const last = ran.updates.at(-1);
      if (last !== undefined && this.#isDue(last.update)) await this.#save(this.#steps.now);
      since = this.#clock.nowMs();
    }
    if (this.#steps.now.position.batch === 0)
      throw new InvalidTrainingError({ problem: `epoch ${epoch + 1} has no batches` });
    await this.#endEpoch();
  }

  #isDue(update: number): boolean {
    const { saveEvery, saveEveryMinutes = Number.POSITIVE_INFINITY } = this.#opened.options;
    const minutes = (this.#clock.nowMs() - this.#savedMs) / 60_000;
    return minutes >= saveEveryMinutes || (saveEvery !== undefined && update % saveEvery === 0);
  }

  /** Writes the last good weights, and says where it went wrong. */
  async #fail({ state, batch, number, given, loss }: FailedStep): Promise<never> {
    const where = await this.#opened.trainer.whereNotFinite(state, batch, given);
    const good = await this.#steps.good();
    await this.#save(good);
    const { epoch, updates } = this.#steps.now.position;
    const what = Number.isFinite(loss) ? "a gradient is no finite number" : `the loss is ${loss}`;
    const { folder } = this.#opened.folder;
    const kept = `${folder} keeps the weights after update ${good.position.updates}, the last with which it was finite`;
    const described = describeBatch(batch, number);
    throw new NotFiniteLossError({ update: updates + 1, epoch, batch: described, what, where, kept });
  }

  async #endEpoch(): Promise<void> {
    const { options, folder, network, trainer } = this.#opened;
    const { now } = this.#steps;
    const { epoch, updates } = now.position;
    const weights = trainer.weightsOf(now.state);
    // What validates is the caller's, and may fail.
    if (options.validate !== undefined) await this.#save(now);
    const loss = epochLoss(this.#metrics, epoch);
    const values = { ...(loss !== undefined && { loss }), ...(await this.#validate(weights, epoch)) };
    this.#tell({ kind: "epoch", update: updates, epoch, values });
    const { metric = "loss", goal = "lowest" } = options.best ?? {};
    const value = (values as Readonly<Record<string, number>>)[metric];
    // An epoch may happen to see no labelled pixel.
    if (value === undefined && metric !== "loss") {
      const problem = `the best weights are those of the ${goal} "${metric}", and there is none among ${Object.keys(values).join(", ")}`;
      throw new InvalidTrainingError({ problem });
    }
    if (value !== undefined && isBetter(value, this.#best?.value, goal)) {
      this.#best = { metric, value, epoch };
      await folder.writeWeights("best", network.graph, weights);
    }
    this.#steps.endEpoch();
    if (options.validate !== undefined) {
      this.#validated = this.#steps.now;
      this.#steps.approve();
    }
    await this.#save(this.#steps.now);
  }

  /** Numbers that are none end the run, with the weights that it had before. */
  async #validate(weights: Weights, epoch: number): Promise<Readonly<Record<string, number>>> {
    try {
      const values = (await this.#opened.options.validate?.(weights, epoch)) ?? {};
      const strange = Object.entries(values).find(([, value]) => !Number.isFinite(value));
      if (strange === undefined) return values;
      throw new NotFiniteValidationError({ what: `${strange[0]} is ${strange[1]}` });
    } catch (cause) {
      if (!(cause instanceof NotFiniteValidationError)) throw cause;
      await this.#save(this.#validated);
      const { folder } = this.#opened.folder;
      const kept = `${folder} keeps the weights after update ${this.#validated.position.updates}, from before this epoch`;
      throw new NotFiniteValidationError({ what: cause.what, epoch, kept, cause });
    }
  }

  #tell(metrics: Metrics, following = 0): void {
    this.#metrics.push(metrics);
    this.#opened.options.onMetrics?.(metrics, following);
  }

  /** The checkpoint comes last: what stands beside it is never older. */
  async #save({ state, position }: RunMoment): Promise<void> {
    const { folder, network, trainer, notes } = this.#opened;
    await folder.writeMetrics(this.#metrics);
    await folder.writeWeights("last", network.graph, trainer.weightsOf(state));
    const best = this.#best === undefined ? {} : { best: this.#best };
    const measured = measuredBy(this.#metrics, position).at(-1);
    await writeCheckpoint(folder.path("checkpoint"), {
      notes: { version: 1, ...notes, position, ...best, ...(measured && { measured }) },
      tensors: this.#tensorsOf(state),
    });
    this.#savedMs = this.#clock.nowMs();
  }

  /** Between updates what is gathered is zero. */
  #tensorsOf({ values }: Pick<TrainerState, "values">): ReadonlyMap<string, Tensor> {
    const { network, trainer } = this.#opened;
    const weights = trainer.weightsOf({ values });
    const state = trainer.graph.kept.filter(({ kind }) => kind === "state");
    return new Map([
      ...network.graph.parameters.map((each) => [each.name, weights.get(each)] as const),
      ...state.map(({ name }) => [name, values.get(name)!] as const),
    ]);
  }

  /** At which the run goes on. */
  #goOnFrom({ checkpoint }: Before): RunMoment {
    const { folder, trainer } = this.#opened;
    const { values: first } = trainer.start();
    const mine = this.#tensorsOf({ values: first });
    const types = new Map([...mine].map(([name, { dtype, shape }]): [string, TensorType] => [name, { dtype, shape }]));
    checkTensors(folder.path("checkpoint"), checkpoint, types);
    const { notes, tensors } = checkpoint;
    const { batches, updates, ...position } = notes.position;
    const values = new Map([...first].map(([name, start]): [string, Tensor] => [name, tensors.get(name) ?? start]));
    return momentOf({ values, batches, updates }, position);
  }
}

function isBetter(value: number, best: number | undefined, goal: "highest" | "lowest"): boolean {
  if (best === undefined) return true;
  return goal === "highest" ? value > best : value < best;
}
