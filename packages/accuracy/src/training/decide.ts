/** All choices of a training, of those that a user made and what the rest is otherwise. */
import { findByName } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import { InvalidChoiceError } from "../errors.js";
import type { LabelSetName } from "@linknet-kit/metrics";
import type { DecidedChoices, ChoiceGroup, NamedChoices, TrainingChoices } from "./choices.js";
import { CLASS_WEIGHTINGS, type Kind, OPTIMISERS, namesOf, schedulesOver } from "./kinds.js";

/** Each choice, by its place among the others, as it is written at the command line. */
export const FLAGS = {
  network: "--network",
  width: "--width",
  size: "--size",
  batch: "--batch",
  accumulate: "--accumulate",
  epochs: "--epochs",
  "optimiser.name": "--optimiser",
  "optimiser.rate": "--learning-rate",
  "optimiser.momentum": "--momentum",
  "optimiser.nesterov": "--nesterov",
  "optimiser.weightDecay": "--weight-decay",
  "optimiser.alpha": "--alpha",
  "optimiser.centred": "--centred",
  "optimiser.betas": "--betas",
  "optimiser.epsilon": "--epsilon",
  "schedule.name": "--schedule",
  "schedule.stepEpochs": "--step-epochs",
  "schedule.factor": "--step-factor",
  "schedule.power": "--power",
  "schedule.leastRate": "--least-rate",
  "classWeights.name": "--class-weights",
  "classWeights.offset": "--class-weight-offset",
  "augmentation.flip": "--flip",
  "augmentation.scale": "--scale",
  "augmentation.crop": "--crop",
  seed: "--seed",
  weights: "--weights",
  validates: "--no-validation",
} as const;

/** Of the paper. */
const USUAL_BATCH = { camvid: 8, cityscapes: 10 };

/** What the images decide where nobody does. */
export interface Deciding {
  /** Of the first image. */
  readonly size: Size;
  readonly labels: LabelSetName;
}

export function decide(choices: TrainingChoices, { size, labels }: Deciding): DecidedChoices {
  const { epochs = 100, augmentation, weights } = choices;
  const decided = {
    network: choices.network ?? "linknet",
    width: choices.width ?? 1,
    size: choices.size ?? size,
    batch: choices.batch ?? USUAL_BATCH[labels],
    accumulate: choices.accumulate ?? 1,
    epochs,
    seed: choices.seed ?? 0,
    validates: choices.validates ?? true,
    optimiser: decideGroup("optimiser", { name: "rmsprop", ...made(choices.optimiser) }, OPTIMISERS),
    schedule: decideGroup("schedule", { name: "constant", ...made(choices.schedule) }, schedulesOver(epochs)),
    classWeights: decideGroup("classWeights", { name: "paper", ...made(choices.classWeights) }, CLASS_WEIGHTINGS),
    augmentation,
    weights,
  };
  const { nesterov, momentum } = decided.optimiser;
  if (nesterov === true && momentum === 0) {
    throw new InvalidChoiceError({ problem: "--nesterov needs a momentum", hint: "give one, such as --momentum 0.9" });
  }
  return decided;
}

/** A choice that would do nothing is a mistake. */
function decideGroup<Choices extends NamedChoices<object>>(
  group: ChoiceGroup,
  given: Choices,
  kinds: readonly Pick<Kind<never, unknown>, "name" | "usual">[],
): Choices {
  const { usual } = findByName(KIND_NAMES[group], given.name, kinds);
  const kind = `${FLAGS[`${group}.name`]} ${given.name}`;
  for (const name of Object.keys(given)) {
    if (name === "name" || name in usual) continue;
    const flag = flagOf(group, name);
    const takers = namesOf(kinds.filter((each) => name in each.usual)).join(" or ");
    throw new InvalidChoiceError({
      problem: `${flag} does nothing with ${kind}`,
      hint: `leave it out, or choose ${FLAGS[`${group}.name`]} ${takers}`,
    });
  }
  return { ...usual, ...given };
}

const KIND_NAMES = { optimiser: "optimiser", schedule: "schedule", classWeights: "rule of class weights" };

function flagOf(group: ChoiceGroup, choice: string): string {
  return (FLAGS as Readonly<Record<string, string>>)[`${group}.${choice}`] ?? choice;
}

/** A choice that is there and `undefined` is not made. */
function made<Choices extends object>(
  given: Choices | undefined,
): { [Choice in keyof Choices]: Exclude<Choices[Choice], undefined> } {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) as {
    [Choice in keyof Choices]: Exclude<Choices[Choice], undefined>;
  };
}
