/** What a training is made of, once its images are known: network, batches, optimiser, rates and weights of classes. */
import { formatSize } from "@linknet-kit/base";
import {
  type Graph,
  LARGEST_OPTIONS,
  type Model,
  type Size,
  NotDifferentiableError,
  type Weights,
  initialWeights,
} from "@linknet-kit/core";
import { type Augmentation, type BatchOptions, batchNames } from "@linknet-kit/data";
import { channelCount } from "@linknet-kit/metrics";
import { buildNetwork, findNetwork } from "@linknet-kit/models";
import { type Optimiser, type Schedule, type TrainOptions, encoderWeights, trainingGraph } from "@linknet-kit/training";
import { InvalidChoiceError } from "../errors.js";
import { type Recipe, labelSetName, recipeNetwork } from "../recipe.js";
import type { DecidedChoices, TrainingChoices } from "./choices.js";
import { type ImageSurvey, type RunData, imagesOf } from "./dataOfRun.js";
import { FLAGS, decide } from "./decide.js";
import { type ClassWeighting, classWeightingOf, optimiserOf, ratesCountEpochs, scheduleOf } from "./kinds.js";

/** What is known before images are read. */
export interface TrainingPlan {
  readonly choices: DecidedChoices;
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
  /** Whether the schedule ends with the epochs, so that a run cannot go on beyond them. */
  readonly endsWithEpochs: boolean;
  readonly weighClasses: ClassWeighting;
  readonly stepsPerEpoch: number;
  readonly updatesPerEpoch: number;
}

/** Everything that can be refused without reading images is refused here. */
export function planTraining(data: RunData, given: TrainingChoices): TrainingPlan {
  const labels = labelSetName(data.train.labels);
  const choices = decide(given, { size: data.size, labels });
  const { network, width, size, batch: batchSize, accumulate } = choices;
  const optimiser = optimiserOf(choices);
  const channels = channelCount(data.train.labels);
  const recipe = { version: 1, network, width, size, labels, channels } as const;
  checkSides(choices);
  const augmentation = augmentationOf(choices);
  const stepSize = augmentation?.crop ?? size;
  const graph = buildNetwork(network, { size: stepSize, classes: channels, width, batch: batchSize });
  checkTrainable(graph, optimiser);
  // Norms by the batch want batches of one size, and a step's graph takes no other.
  const batches = { batchSize, size, dropsLast: true, ...(augmentation && { augmentation }) };
  const stepsPerEpoch = stepsOf(data, batchSize);
  const updatesPerEpoch = Math.ceil(stepsPerEpoch / accumulate);
  return {
    choices,
    data,
    recipe,
    stepSize,
    graph,
    batches,
    optimiser,
    schedule: scheduleOf(choices, updatesPerEpoch),
    endsWithEpochs: ratesCountEpochs(choices),
    weighClasses: classWeightingOf(choices),
    stepsPerEpoch,
    updatesPerEpoch,
  };
}

/** Not every network is, at every size: known once its backward pass is built, which is better now than after all images are read. */
function checkTrainable(graph: Graph, optimiser: Optimiser): void {
  try {
    trainingGraph({ graph, weights: initialWeights(0) }, { optimiser });
  } catch (error) {
    if (!(error instanceof NotDifferentiableError)) throw error;
    throw new InvalidChoiceError({
      problem: error.summary,
      hint: `make batches of more images with ${FLAGS.batch}, or the images larger with ${FLAGS.size}`,
    });
  }
}

/** Images are labelled whole, whatever parts of them are trained with. */
function checkSides({ network, size, augmentation }: DecidedChoices): void {
  const { minimumSide: least } = findNetwork(network);
  const most = LARGEST_OPTIONS.side;
  for (const [flag, sides] of [
    [FLAGS.size, size] as const,
    [FLAGS["augmentation.crop"], augmentation?.crop] as const,
  ]) {
    if (sides === undefined || [sides.width, sides.height].every((side) => side >= least && side <= most)) continue;
    throw new InvalidChoiceError({
      problem: `${network} takes no images of ${formatSize(sides)}`,
      hint: `give a ${flag} whose width and height are ${least} to ${most}`,
    });
  }
}

/** What is scaled is cropped to one size again. */
function augmentationOf({ augmentation, size }: DecidedChoices): Augmentation | undefined {
  if (augmentation === undefined) return undefined;
  const { scale, crop = scale === undefined ? undefined : size } = augmentation;
  const [, most] = scale ?? [1, 1];
  if (crop === undefined || (crop.width <= most * size.width && crop.height <= most * size.height)) {
    return { ...augmentation, ...(crop && { crop }) };
  }
  const images = `images of ${formatSize(size)}${scale === undefined ? "" : `, enlarged by ${most} at most`}`;
  if (augmentation.crop !== undefined) {
    const problem = `${FLAGS["augmentation.crop"]} ${formatSize(crop)} is larger than ${images}`;
    throw new InvalidChoiceError({ problem, hint: `choose a smaller crop, or larger images with ${FLAGS.size}` });
  }
  throw new InvalidChoiceError({
    problem: `${FLAGS["augmentation.scale"]} ${scale!.join(",")} makes all images smaller, and steps take ${formatSize(crop)}`,
    hint: `let it end at 1 or more, or train with smaller parts of images by ${FLAGS["augmentation.crop"]}`,
  });
}

function stepsOf({ train }: RunData, batchSize: number): number {
  const count = train.examples.length;
  if (count < batchSize) {
    const problem = `there are ${count} images to train with, which fill no batch of ${batchSize}`;
    throw new InvalidChoiceError({ problem, hint: `make batches of ${count} images or fewer with ${FLAGS.batch}` });
  }
  return batchNames(train, { batchSize, seed: 0, dropsLast: true }).length;
}

/** The paper's initialisation, but for what a file has. */
export async function startWeights({
  choices: { weights: path, network, seed },
  graph,
}: TrainingPlan): Promise<{ readonly weights: Weights; readonly told: string | undefined }> {
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
  return { images: imagesOf(data), size, augmentation, mean };
}

/** The network as it is used, for one image. */
export function validationModel({ recipe }: TrainingPlan, weights: Weights): Model {
  return { graph: recipeNetwork(recipe), weights };
}
