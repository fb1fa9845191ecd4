/** A training from a folder of labelled images to a folder of a run. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Clock, shellWord, systemClock } from "@linknet-kit/base";
import { type FileKind, jsonDocument, workingFile, writeFileAtomically } from "@linknet-kit/base/files";
import type { Weights } from "@linknet-kit/core";
import { KeptExamples, readBatches } from "@linknet-kit/data";
import {
  type Best,
  DamagedRunError,
  type Metrics,
  OtherTrainingError,
  RunFolder,
  type TrainedNetwork,
  type TrainingBatch,
  type TrainingRuntime,
  Validator,
  checkRuntime,
  train,
} from "@linknet-kit/training";
import { InvalidChoiceError, InvalidRecipeError, TrainingInterruptedError } from "../errors.js";
import { RECIPE_FILE, readRecipe } from "../readRun.js";
import { type Recipe, printRecipe } from "../recipe.js";
import { type BegunRun, choicesToGoOn, readBegun } from "./begun.js";
import type { TrainingChoices } from "./choices.js";
import {
  type ImageSurvey,
  type RunData,
  SURVEY_FILE,
  imagesOf,
  openRunData,
  surveyKind,
  surveyOfRun,
} from "./dataOfRun.js";
import { type TrainingPlan, identityOf, lossOf, planTraining, startWeights, validationModel } from "./planTraining.js";
import { Reports, type Told } from "./reports.js";

export interface FolderTraining extends Told {
  /** Of labelled images, in a layout that is known; that of the run unless given, where one goes on. */
  readonly data?: string | undefined;
  /** Where a run goes on they are its own, and those that are given must not differ but in the number of epochs. */
  readonly choices: TrainingChoices;
  readonly resume?: boolean | undefined;
  readonly saveEveryMinutes?: number | undefined;
  /** Trains, the processor's unless given. */
  readonly runtime?: TrainingRuntime | undefined;
  readonly threads?: number | undefined;
  readonly clock?: Clock | undefined;
}

export interface TrainedFolder {
  /** The folder of the images. */
  readonly data: string;
  readonly recipe: Recipe;
  readonly best: Best | undefined;
  readonly metrics: readonly Metrics[];
}

const recipeKind: FileKind = jsonDocument("recipe of a trained network", (document) => "network" in document);

/** Checks all files, then trains, and goes on where `resume` says so and the folder has a run. */
export async function trainFolder(training: FolderTraining): Promise<TrainedFolder> {
  await checkRuntime(training.runtime);
  const { output, resume } = training;
  const folder = await RunFolder.open(output, {
    resume,
    beside: { [RECIPE_FILE]: recipeKind, [SURVEY_FILE]: surveyKind },
  });
  try {
    const begun = resume === true ? readBegun(folder) : undefined;
    return await trainIn(folder, begun, training);
  } catch (error) {
    const { signal } = training;
    if (signal?.aborted !== true || error !== signal.reason) throw error;
    throw new TrainingInterruptedError({ folder: output, hasLearnt: folder.hasCheckpoint, cause: error });
  } finally {
    await folder.close();
  }
}

async function trainIn(
  folder: RunFolder,
  begun: BegunRun | undefined,
  training: FolderTraining,
): Promise<TrainedFolder> {
  const { onEvent, signal } = training;
  const choices = begun === undefined ? training.choices : choicesToGoOn(begun, training.choices);
  const data = await openRunData(await placeOfData(training, begun), choices);
  if (begun !== undefined) checkSameImages(begun, data);
  onEvent?.({ kind: "build" });
  const plan = planTraining(data, choices);
  // A checkpoint has weights of its own.
  const start = await startWeights(folder.hasCheckpoint ? withoutWeights(plan) : plan);
  onEvent?.({ kind: "begin", plan, told: start.told });
  const onFile = (done: number, all: number) => onEvent?.({ kind: "file", done, all });
  const onUntold = (path: string) => onEvent?.({ kind: "untold", path });
  const survey = await surveyOfRun(data, folder, { onFile, onUntold, signal });
  const recipe: Recipe = { ...plan.recipe, mean: [...survey.mean] };
  // Whether it fits a run of an earlier version, the checkpoint alone says.
  if (begun !== undefined || !folder.hasCheckpoint) await keepRecipe(folder, recipe);
  const { best, metrics } = await run(training, { plan, survey, folder, weights: start.weights });
  return { data: data.folder, recipe, best, metrics };
}

async function placeOfData({ data, output }: FolderTraining, begun: BegunRun | undefined): Promise<string> {
  if (data !== undefined) return data;
  if (begun !== undefined) {
    if (await isThere(begun.data)) return begun.data;
    const problem = `there is no folder "${begun.data}" any more, whose images ${output} is trained with`;
    const hint = `linknet train FOLDER --resume -o ${shellWord(output)}, where they are now`;
    throw new InvalidChoiceError({ problem, hint });
  }
  const problem = `which images to train with is not given, and ${output} holds no run that could say it`;
  throw new InvalidChoiceError({ problem, hint: `linknet train FOLDER -o ${shellWord(output)}` });
}

function checkSameImages({ folder: { folder }, images }: BegunRun, data: RunData): void {
  const here = imagesOf(data);
  if (here === images) return;
  const differences = [`its images are ${images}, and those of ${data.folder} are ${here}`];
  throw new OtherTrainingError({ path: folder, differences, hint: "give the folder that has the images of the run" });
}

/** Beside a checkpoint there is the one that it was begun with, by which others know what its weights are of. */
async function keepRecipe({ hasCheckpoint, folder }: RunFolder, recipe: Recipe): Promise<void> {
  const path = join(folder, RECIPE_FILE);
  if (hasCheckpoint && (await isThere(path))) {
    const there = await readRecipe(path).catch((error: unknown) => {
      if (error instanceof InvalidRecipeError) return undefined;
      throw error;
    });
    if (isDeepStrictEqual(there, recipe)) return;
    const hint = "delete it: it is written anew where the run goes on";
    throw new DamagedRunError({ path, problem: "is not the recipe of this run any more", hint });
  }
  await writeFileAtomically({ path, kind: workingFile, content: printRecipe(recipe) });
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
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

/** Bytes of examples that are read but once, since steps of small networks are hardly longer than decoding. */
const MOST_KEPT = 2 ** 29;

async function run(training: FolderTraining, prepared: Prepared): Promise<TrainedNetwork> {
  const { plan, survey, folder, weights } = prepared;
  const { runtime, threads, signal, saveEveryMinutes, resume, clock = systemClock } = training;
  const { data, graph, batches, optimiser, schedule } = plan;
  const { epochs, accumulate, seed } = plan.choices;
  const loss = lossOf(plan, survey);
  training.onEvent?.({ kind: "load" });
  const session = { runtime, threads };
  const validator = data.validation && (await Validator.open(validationModel(plan, weights), { ...loss, ...session }));
  const reports = new Reports(training, plan, clock);
  const kept = new KeptExamples(MOST_KEPT);
  try {
    return await train(
      { graph, weights },
      {
        ...loss,
        ...session,
        folder,
        batches: ({ epoch }) => readBatches(data.train, { ...batches, seed, epoch, mean: survey.mean, kept }),
        epochs,
        optimiser,
        schedule,
        accumulate,
        seed,
        saveEveryMinutes,
        data: identityOf(plan, survey),
        configuration: { data: resolve(data.folder), choices: plan.choices },
        ...(validator && {
          validate: (of: Weights, epoch: number) =>
            validator.validate(of, validationBatches({ ...prepared, epoch, training, kept })),
          best: { metric: "meanIou", goal: "highest" } as const,
        }),
        ...(resume !== undefined && { resume }),
        ...(signal && { signal }),
        clock,
        onBegin: ({ updates, epoch, best, lostBest }) =>
          reports.start({ kind: "start", updates, epoch, best, lostBest }),
        onMetrics: (metrics, following) => reports.tell(metrics, following),
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
  const { size, seed } = plan.choices;
  for await (const batch of readBatches(set, { batchSize: 1, seed, size, mean: survey.mean, kept })) {
    signal?.throwIfAborted();
    onEvent?.({ kind: "validate", epoch, done: done++, all: set.examples.length });
    yield batch;
  }
}
