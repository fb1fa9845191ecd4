/** A training from a folder of labelled images to a folder of a run. */
import { join } from "node:path";
import { type Clock, LinknetError, systemClock } from "@linknet-kit/base";
import { type FileKind, jsonDocument, writeFileAtomically } from "@linknet-kit/base/files";
import type { Weights } from "@linknet-kit/core";
import { KeptExamples, readBatches } from "@linknet-kit/data";
import {
  type Best,
  type Metrics,
  RunFolder,
  type TrainedNetwork,
  type TrainingBatch,
  Validator,
  train,
} from "@linknet-kit/training";
import { CheckpointNotWrittenError, TrainingInterruptedError } from "../errors.js";
import { RECIPE_FILE } from "../readRun.js";
import { type Recipe, printRecipe } from "../recipe.js";
import type { TrainingChoices } from "./choices.js";
import { SURVEY_FILE, type ImageSurvey, openRunData, surveyOfRun } from "./dataOfRun.js";
import { Pace } from "./pace.js";
import { type TrainingPlan, identityOf, lossOf, planTraining, startWeights, validationModel } from "./planTraining.js";

export type TrainingEvent =
  /** What is trained, once all that can be refused was not. */
  | {
      readonly kind: "begin";
      readonly plan: TrainingPlan;
      readonly told: string | undefined;
    }
  /** An image and its labels are looked at. */
  | { readonly kind: "file"; readonly done: number; readonly all: number }
  /** Steps begin: where the run stands, and the best weights so far. */
  | { readonly kind: "start"; readonly updates: number; readonly epoch: number; readonly best: Best | undefined }
  | ({ readonly kind: "update"; readonly loss: number; readonly update: number } & Standing)
  | { readonly kind: "validate"; readonly epoch: number; readonly done: number; readonly all: number }
  | ({ readonly kind: "epoch"; readonly values: Readonly<Record<string, number>> } & Standing);

export interface Standing {
  /** From 0. */
  readonly epoch: number;
  readonly imagesPerSecond: number;
  readonly leftSeconds: number;
}

export interface FolderTraining {
  /** Of labelled images, in a layout that is known. */
  readonly data: string;
  /** Of the run. */
  readonly output: string;
  readonly choices: TrainingChoices;
  readonly resume?: boolean | undefined;
  readonly saveEveryMinutes?: number | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainingEvent) => void) | undefined;
  readonly clock?: Clock | undefined;
}

export interface TrainedFolder {
  readonly recipe: Recipe;
  readonly best: Best | undefined;
  readonly metrics: readonly Metrics[];
}

const recipeFile: FileKind = jsonDocument("recipe of a trained network", (document) => "network" in document);

/** Checks all files, then trains, and goes on where `resume` says so and the folder has a run. */
export async function trainFolder(training: FolderTraining): Promise<TrainedFolder> {
  const { output, resume, choices } = training;
  const folder = await RunFolder.open(output, { resume, beside: [RECIPE_FILE, SURVEY_FILE] });
  try {
    const plan = planTraining(await openRunData(training.data, choices), choices);
    // A checkpoint has weights of its own.
    const start = await startWeights(folder.hasCheckpoint ? withoutWeights(plan) : plan);
    training.onEvent?.({ kind: "begin", plan, told: start.told });
    const onFile = (done: number, all: number) => training.onEvent?.({ kind: "file", done, all });
    const survey = await surveyOfRun(plan.data, output, { onFile, signal: training.signal });
    const recipe: Recipe = { ...plan.recipe, mean: [...survey.mean] };
    if (!folder.hasCheckpoint) {
      await writeFileAtomically({ path: join(output, RECIPE_FILE), kind: recipeFile, content: printRecipe(recipe) });
    }
    const { best, metrics } = await run(training, { plan, survey, folder, weights: start.weights });
    return { recipe, best, metrics };
  } finally {
    await folder.close();
  }
}

function withoutWeights({ choices, ...plan }: TrainingPlan): TrainingPlan {
  return { ...plan, choices: { ...choices, weights: undefined } };
}

interface Prepared {
  readonly plan: TrainingPlan;
  readonly survey: ImageSurvey;
  readonly folder: RunFolder;
  readonly weights: Weights;
}

/** Bytes of examples that are read but once: decoding takes a tenth of the time of small networks. */
const MOST_KEPT = 2 ** 29;

async function run(training: FolderTraining, prepared: Prepared): Promise<TrainedNetwork> {
  const { plan, survey, folder, weights } = prepared;
  const { threads, signal, saveEveryMinutes, resume, clock = systemClock } = training;
  const { data, graph, batches, optimiser, schedule, accumulate, seed } = plan;
  const { epochs } = plan.choices;
  const loss = lossOf(plan, survey);
  const threading = threads === undefined ? {} : { threads };
  const validator =
    data.validation && (await Validator.open(validationModel(plan, weights), { ...loss, ...threading }));
  const reports = new Reports(training, plan, clock);
  const kept = new KeptExamples(MOST_KEPT);
  try {
    return await train(
      { graph, weights },
      {
        ...loss,
        ...threading,
        folder,
        batches: ({ epoch }) => readBatches(data.train, { ...batches, seed, epoch, mean: survey.mean, kept }),
        epochs,
        optimiser,
        schedule,
        accumulate,
        seed,
        saveEveryMinutes,
        data: identityOf(plan, survey),
        ...(validator && {
          validate: (of: Weights, epoch: number) =>
            validator.validate(of, validationBatches({ ...prepared, epoch, training, kept })),
          best: { metric: "meanIou", goal: "highest" } as const,
        }),
        ...(resume !== undefined && { resume }),
        ...(signal && { signal }),
        clock,
        onBegin: ({ updates, epoch, best }) => reports.start({ kind: "start", updates, epoch, best }),
        onMetrics: (metrics) => reports.tell(metrics),
      },
    );
  } catch (error) {
    throw reports.explained(error);
  } finally {
    await validator?.close();
  }
}

interface Validation {
  readonly epoch: number;
  readonly training: FolderTraining;
  readonly kept: KeptExamples;
}

/** Ends where the training is told to. */
async function* validationBatches({
  plan,
  survey,
  epoch,
  training: { signal, onEvent },
  kept,
}: Prepared & Validation): AsyncGenerator<TrainingBatch> {
  const set = plan.data.validation!;
  let done = 0;
  const { size, seed } = { ...plan.recipe, ...plan };
  for await (const batch of readBatches(set, { batchSize: 1, seed, size, mean: survey.mean, kept })) {
    signal?.throwIfAborted();
    onEvent?.({ kind: "validate", epoch, done: done++, all: set.examples.length });
    yield batch;
  }
}

/** What a run measures, with how fast it is. */
class Reports {
  readonly #training: FolderTraining;
  readonly #plan: TrainingPlan;
  readonly #pace: Pace;
  #updates = 0;
  #epoch = 0;

  constructor(training: FolderTraining, plan: TrainingPlan, clock: Clock) {
    this.#training = training;
    this.#plan = plan;
    this.#pace = new Pace(clock);
  }

  start(event: Extract<TrainingEvent, { kind: "start" }>): void {
    this.#updates = event.updates;
    this.#epoch = event.epoch;
    this.#training.onEvent?.(event);
  }

  tell(metrics: Metrics): void {
    const { onEvent } = this.#training;
    const { kind, update, epoch } = metrics;
    this.#updates = update;
    this.#epoch = epoch;
    if (kind === "update") this.#pace.update();
    else this.#pace.endEpoch();
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
    if (signal?.aborted === true && error === signal.reason) {
      return new TrainingInterruptedError({ folder, updates: this.#updates, cause: error });
    }
    if (!(error instanceof LinknetError) || error.code !== "DISK_FULL") return error;
    const kept = `what ${folder} had before stays: an earlier checkpoint where there was one, and the best weights`;
    return new CheckpointNotWrittenError({ problem: error.summary, kept, cause: error });
  }
}
