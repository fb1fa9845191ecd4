/** The options of `linknet train`, and what they choose. */
import { InvalidWordError } from "@linknet-kit/base";
import { CLASS_WEIGHTING_NAMES, OPTIMISER_NAMES, SCHEDULE_NAMES, type TrainingChoices } from "@linknet-kit/accuracy";
import { LARGEST_OPTIONS, type Size } from "@linknet-kit/core";
import { parseSize } from "@linknet-kit/sources";
import { type Command, Option } from "commander";
import {
  knownName,
  networkNames,
  nonNegativeNumbers,
  numberOption,
  positiveNumbers,
  singlePrecision,
  wholeNumbers,
} from "./arguments.js";
import { offer } from "./completion/offer.js";

export interface TrainFlags {
  readonly network?: string;
  readonly size?: Size;
  readonly width?: number;
  readonly batch?: number;
  readonly accumulate?: number;
  readonly epochs?: number;
  readonly optimiser?: string;
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  readonly alpha?: number;
  readonly centred?: boolean;
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
  readonly schedule?: string;
  readonly stepEpochs?: number;
  readonly stepFactor?: number;
  readonly power?: number;
  readonly leastRate?: number;
  readonly classWeights?: string;
  readonly classWeightOffset?: number;
  readonly flip?: boolean;
  readonly scale?: readonly [number, number];
  readonly crop?: Size;
  readonly seed?: number;
  readonly weights?: string;
  readonly validation: boolean;
}

const OFFSET = {
  ...positiveNumbers(),
  limits: "above 1",
  expected: "a number above 1",
  allows: (value: number) => value > 1 && Number.isFinite(value),
};
const SHARE = singlePrecision({
  ...nonNegativeNumbers(1),
  limits: "0 or more, below 1",
  expected: "a number of 0 or more, below 1",
  allows: (value) => value >= 0 && value < 1,
});

/**
 * None has a default here: a run that goes on has choices of its own, and what is given is held to them. So help says what each is otherwise.
 */
export function addTrainingOptions(command: Command): Command {
  return addAugmentation(addSchedule(addOptimiser(addModel(command))))
    .addOption(
      offer(
        new Option(
          "--class-weights <rule>",
          `how rare classes weigh: 1 / ln(offset + share), or all alike: ${CLASS_WEIGHTING_NAMES.join(", ")} (default: paper)`,
        ).argParser(knownName("rule of class weights", CLASS_WEIGHTING_NAMES)),
        CLASS_WEIGHTING_NAMES,
      ),
    )
    .addOption(
      numberOption("--class-weight-offset <n>", "the larger, the more alike classes weigh", OFFSET, { usual: "1.02" }),
    )
    .option("--weights <file>", "start the encoder, or all, from a safetensors, PyTorch or NumPy file")
    .addOption(
      numberOption("--seed <n>", "of weights, order, augmentation and dropout", wholeNumbers(0), { usual: "0" }),
    )
    .option(
      "--no-validation",
      "train without a split to validate with; the best weights are then those of the lowest loss",
    );
}

function addModel(command: Command): Command {
  return command
    .addOption(
      offer(
        new Option("--network <name>", "which network; see linknet networks (default: linknet)").argParser(
          knownName("network", networkNames),
        ),
        networkNames,
      ),
    )
    .option("--size <WxH>", "to which images are brought (default: that of the first one)", parseSize)
    .addOption(
      numberOption(
        "--width <factor>",
        "multiplies the inner layers' channels",
        positiveNumbers(LARGEST_OPTIONS.width),
        { usual: "1" },
      ),
    )
    .addOption(
      numberOption("--batch <n>", "images of a step", wholeNumbers(1, LARGEST_OPTIONS.batch), {
        usual: "the paper's 8 for CamVid, 10 for Cityscapes",
      }),
    )
    .addOption(
      numberOption("--accumulate <n>", "steps of an update: less memory for the same batch", wholeNumbers(1), {
        usual: "1",
      }),
    )
    .addOption(
      numberOption(
        "--epochs <n>",
        "how often the images are gone through, but for those that fill no batch",
        wholeNumbers(1),
        { usual: "100" },
      ),
    );
}

function addOptimiser(command: Command): Command {
  return command
    .addOption(
      offer(
        new Option(
          "--optimiser <name>",
          `${OPTIMISER_NAMES.join(", ")}; as PyTorch has them (default: rmsprop)`,
        ).argParser(knownName("optimiser", OPTIMISER_NAMES)),
        OPTIMISER_NAMES,
      ),
    )
    .addOption(new Option("--optimizer <name>").argParser(knownName("optimiser", OPTIMISER_NAMES)).hideHelp())
    .addOption(
      numberOption("--lr, --learning-rate <rate>", "learning rate", singlePrecision(positiveNumbers()), {
        usual: "5e-4 of rmsprop, as in the paper, 0.01 of sgd, 1e-3 of adam and adamw",
      }),
    )
    .addOption(numberOption("--momentum <share>", "of sgd and rmsprop", SHARE, { usual: "0" }))
    .option("--nesterov", "Nesterov's momentum, of sgd")
    .addOption(
      numberOption(
        "--weight-decay <rate>",
        "added to gradients; taken off weights by adamw",
        singlePrecision(nonNegativeNumbers(1)),
        {
          usual: "0, of adamw 0.01",
        },
      ),
    )
    .addOption(numberOption("--alpha <share>", "what the mean of squares keeps, of rmsprop", SHARE, { usual: "0.99" }))
    .option("--centred", "less the mean's square, of rmsprop")
    .option(
      "--betas <b1,b2>",
      "what means keep, of adam and adamw (default: 0.9,0.999)",
      twoNumbers("--betas", SHARE.allows),
    )
    .addOption(
      numberOption("--epsilon <n>", "added to roots, of rmsprop, adam and adamw", singlePrecision(positiveNumbers(1)), {
        usual: "1e-8",
      }),
    );
}

function addSchedule(command: Command): Command {
  return command
    .addOption(
      offer(
        new Option(
          "--schedule <name>",
          `how the rate falls: ${SCHEDULE_NAMES.join(", ")} (default: constant)`,
        ).argParser(knownName("schedule", SCHEDULE_NAMES)),
        SCHEDULE_NAMES,
      ),
    )
    .addOption(
      numberOption("--step-epochs <n>", "after how many epochs a step rate falls", wholeNumbers(1), {
        usual: "a third of all",
      }),
    )
    .addOption(
      numberOption("--step-factor <factor>", "by what it is multiplied then", singlePrecision(positiveNumbers(1)), {
        usual: "0.1",
      }),
    )
    .addOption(numberOption("--power <n>", "of a polynomial rate", positiveNumbers(10), { usual: "0.9" }))
    .addOption(
      numberOption("--least-rate <rate>", "where a cosine rate ends", singlePrecision(nonNegativeNumbers(1)), {
        usual: "0",
      }),
    );
}

function addAugmentation(command: Command): Command {
  return command
    .option("--flip", "turn half of the images left for right")
    .option("--scale <from,to>", "enlarge images by a factor between these", factors)
    .option("--crop <WxH>", "train with a part of each image, anywhere in it", parseSize);
}

const twoNumbers =
  (option: string, allows: (value: number) => boolean) =>
  (given: string): readonly [number, number] => {
    const [first = Number.NaN, second = Number.NaN, ...more] = given
      .split(",")
      .map((word) => (/^[\d.eE+-]{1,20}$/.test(word) ? Number(word) : Number.NaN));
    if (more.length > 0 || ![first, second].every(allows)) {
      throw new InvalidWordError({
        option,
        given,
        expected: "two numbers in range with a comma between them, such as 0.5,0.9",
      });
    }
    return [first, second];
  };

const twoFactors = twoNumbers("--scale", (value) => value > 0 && value <= 100);

function factors(given: string): readonly [number, number] {
  const [from, to] = twoFactors(given);
  if (from <= to) return [from, to];
  throw new InvalidWordError({ option: "--scale", given, expected: `the smaller number first, as in ${to},${from}` });
}

export function trainingChoices(flags: TrainFlags): TrainingChoices {
  const { network, size, width, batch, accumulate, epochs, seed, weights, flip, scale, crop } = flags;
  const {
    optimiser,
    optimizer = optimiser,
    learningRate: rate,
    momentum,
    nesterov,
    weightDecay,
    alpha,
    centred,
    betas,
    epsilon,
  } = flags;
  const { schedule, stepEpochs, stepFactor: factor, power, leastRate } = flags;
  const isAugmented = flip === true || scale !== undefined || crop !== undefined;
  return {
    network,
    size,
    width,
    batch,
    accumulate,
    epochs,
    seed,
    weights,
    optimiser: { name: optimizer, rate, momentum, nesterov, weightDecay, alpha, centred, betas, epsilon },
    schedule: { name: schedule, stepEpochs, factor, power, leastRate },
    classWeights: { name: flags.classWeights, offset: flags.classWeightOffset },
    ...(isAugmented && { augmentation: { ...(flip && { flip }), ...(scale && { scale }), ...(crop && { crop }) } }),
    ...(!flags.validation && { validates: false }),
  };
}
