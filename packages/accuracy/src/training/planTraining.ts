/** What a training is made of, once its images are known: network, batches, optimiser, rates and weights of classes. */
import { formatSize } from "@linknet-kit/base";
import {
  type Graph,
  type Model,
  type Size,
  NotDifferentiableError,
  type Weights,
  initialWeights,
} from "@linknet-kit/core";
import { type BatchOptions, batchNames } from "@linknet-kit/data";
import { channelCount } from "@linknet-kit/metrics";
import { buildNetwork, findNetwork } from "@linknet-kit/models";
import { type Optimiser, type Schedule, type TrainOptions, encoderWeights, trainingGraph } from "@linknet-kit/training";
import { InvalidChoiceError } from "../errors.js";
import { type Recipe, labelSetName, recipeNetwork } from "../recipe.js";
import { type ClassWeighting, type TrainingChoices, classWeightingOf, optimiserOf, scheduleOf } from "./choices.js";
import type { RunData, ImageSurvey } from "./dataOfRun.js";

/** What is known before images are read. */
export interface TrainingPlan {
  readonly choices: TrainingChoices;
  readonly data: RunData;
  /** Everything of the recipe but the mean. */
  readonly recipe: Omit<Recipe, "mean">;
  /** Of the images that steps are made with: the recipe's, or that of crops. */
  readonly stepSize: Size;
  /** For a step. */
  readonly graph: Graph;
  readonly batches: Pick<BatchOptions, "batchSize" | "size" | "augmentation" | "dropsLast">;
  readonly optimiser: Optimiser;
  readonly schedule: Schedule;
  readonly weighClasses: ClassWeighting;
  readonly accumulate: number;
  readonly seed: number;
  readonly stepsPerEpoch: number;
  readonly updatesPerEpoch: number;
}

/** Of the paper. */
const USUAL_BATCH = { camvid: 8, cityscapes: 10 };

/** Everything that can be refused without reading images is refused here. */
export function planTraining(data: RunData, choices: TrainingChoices): TrainingPlan {
  const { network, width = 1, size = data.size, accumulate = 1, epochs, seed = 0 } = choices;
  findNetwork(network);
  const optimiser = optimiserOf(choices.optimiser);
  const weighClasses = classWeightingOf(choices.classWeights);
  const labels = labelSetName(data.train.labels);
  const batchSize = choices.batch ?? USUAL_BATCH[labels];
  const channels = channelCount(data.train.labels);
  const recipe = { version: 1, network, width, size, labels, channels } as const;
  const augmentation = augmentationOf(choices, size);
  const stepSize = augmentation?.crop ?? size;
  const graph = buildNetwork(network, { size: stepSize, classes: channels, width, batch: batchSize });
  checkTrainable(graph, optimiser);
  // Norms by the batch want batches of one size, and a step's graph takes no other.
  const batches = { batchSize, size, dropsLast: true, ...(augmentation && { augmentation }) };
  const stepsPerEpoch = stepsOf(data, batchSize);
  const updatesPerEpoch = Math.ceil(stepsPerEpoch / accumulate);
  const schedule = scheduleOf(choices.schedule, { epochs, updatesPerEpoch });
  const made = { graph, batches, optimiser, schedule, weighClasses, accumulate, seed, stepsPerEpoch, updatesPerEpoch };
  return { choices, data, recipe, stepSize, ...made };
}

/** Not every network is, at every size: known once its backward pass is built, which is better now than after all images are read. */
function checkTrainable(graph: Graph, optimiser: Optimiser): void {
  try {
    trainingGraph({ graph, weights: initialWeights(0) }, { optimiser });
  } catch (error) {
    if (!(error instanceof NotDifferentiableError)) throw error;
    throw new InvalidChoiceError({ problem: error.summary, hint: "make batches of more images, or the images larger" });
  }
}

/** What is scaled is cropped to one size again. */
function augmentationOf({ augmentation }: TrainingChoices, size: Size) {
  if (augmentation === undefined) return undefined;
  const { scale, crop = scale === undefined ? undefined : size } = augmentation;
  const [, most] = scale ?? [1, 1];
  if (crop !== undefined && (crop.width > most * size.width || crop.height > most * size.height)) {
    const problem = `a crop of ${formatSize(crop)} is larger than images of ${formatSize(size)}${most === 1 ? "" : `, enlarged by ${most} at most`}`;
    throw new InvalidChoiceError({ problem, hint: "choose a smaller crop, or larger images with --size" });
  }
  return { ...augmentation, ...(crop && { crop }) };
}

function stepsOf({ train }: RunData, batchSize: number): number {
  const count = train.examples.length;
  if (count < batchSize) {
    const problem = `there are ${count} images to train with, which fill no batch of ${batchSize}`;
    throw new InvalidChoiceError({ problem, hint: `make batches of ${count} images or fewer` });
  }
  return batchNames(train, { batchSize, seed: 0, dropsLast: true }).length;
}

/** The paper's initialisation, but for what a file has. */
export async function startWeights({
  choices,
  graph,
  seed,
}: TrainingPlan): Promise<{ readonly weights: Weights; readonly told: string | undefined }> {
  const { weights: path, network } = choices;
  if (path === undefined) return { weights: initialWeights(seed), told: undefined };
  const { nameMaps } = findNetwork(network);
  const { weights, drawn, source } = await encoderWeights(path, graph, { nameMaps, seed });
  const rest = drawn.length === 0 ? "" : `; ${drawn.length} of ${graph.parameters.length} begin anew`;
  return { weights, told: `weights from ${path}, by ${source}${rest}` };
}

/** What counts in the loss: the last channel is of pixels that are ignored. */
export function lossOf(
  { weighClasses, recipe }: TrainingPlan,
  { pixels }: ImageSurvey,
): Pick<TrainOptions, "classWeights" | "ignore"> {
  const ignore = recipe.channels - 1;
  const weights = weighClasses(pixels.slice(0, ignore));
  return { ignore, ...(weights && { classWeights: [...weights, 0] }) };
}

/** What must be the same where the run goes on, beside what `train` knows. */
export function identityOf({ data, batches }: TrainingPlan, { mean }: ImageSurvey): Readonly<Record<string, unknown>> {
  const { size, augmentation } = batches;
  const { train, digest } = data;
  return {
    images: `${train.examples.length} of ${train.labels.name}, ${digest.slice(0, 16)}`,
    size,
    augmentation,
    mean,
  };
}

/** The network as it is used, for one image. */
export function validationModel({ recipe }: TrainingPlan, weights: Weights): Model {
  return { graph: recipeNetwork(recipe), weights };
}
