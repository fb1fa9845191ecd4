/** Optimisers, schedules and weights of classes by name, with the choices that each knows. */
import { isDeepStrictEqual } from "node:util";
import { findByName } from "@linknet-kit/base";
import {
  type Optimiser,
  type Schedule,
  adam,
  classWeights,
  constantRate,
  cosineRate,
  polynomialRate,
  rmsprop,
  sgd,
  stepRate,
} from "@linknet-kit/training";
import type { ClassWeightChoices, DecidedChoices, Made, OptimiserChoices, ScheduleChoices } from "./choices.js";

export interface Kind<Choices, Result> {
  readonly name: string;
  /** What of the choices it knows, and what each is unless it is made. */
  readonly usual: object;
  readonly make: (choices: Choices) => Result;
}

/** Of a kind that knows some of the choices alone. */
const kindOf =
  <Choices extends { readonly name?: string | undefined }>() =>
  <Known extends Exclude<keyof Choices, "name">, Result>(
    name: string,
    usual: Pick<Made<Choices>, Known>,
    make: (choices: Pick<Made<Choices>, Known>) => Result,
  ): Kind<Made<Choices>, Result> => ({ name, usual, make });

const optimiser = kindOf<OptimiserChoices>();
export const OPTIMISERS: readonly Kind<Made<OptimiserChoices>, Optimiser>[] = [
  optimiser(
    "rmsprop",
    { rate: 5e-4, weightDecay: 0, alpha: 0.99, epsilon: 1e-8, momentum: 0, centred: false },
    ({ alpha, ...given }) => rmsprop({ ...given, decay: alpha }),
  ),
  optimiser("sgd", { rate: 0.01, weightDecay: 0, momentum: 0, nesterov: false }, sgd),
  optimiser("adam", { rate: 1e-3, weightDecay: 0, betas: [0.9, 0.999], epsilon: 1e-8 }, adam),
  // Its decay is as PyTorch has it.
  optimiser("adamw", { rate: 1e-3, weightDecay: 0.01, betas: [0.9, 0.999], epsilon: 1e-8 }, (given) =>
    adam({ ...given, decoupled: true }),
  ),
];

/** By how many updates an epoch has. */
type ScheduleOfUpdates = (updatesPerEpoch: number) => Schedule;

const schedule = kindOf<ScheduleChoices>();
export const schedulesOver = (epochs: number): readonly Kind<Made<ScheduleChoices>, ScheduleOfUpdates>[] => [
  schedule("constant", {}, () => () => constantRate()),
  schedule(
    "step",
    { stepEpochs: Math.max(1, Math.round(epochs / 3)), factor: 0.1 },
    ({ stepEpochs, factor }) =>
      (updatesPerEpoch) =>
        stepRate({ every: stepEpochs * updatesPerEpoch, factor }),
  ),
  schedule(
    "polynomial",
    { power: 0.9 },
    ({ power }) =>
      (updatesPerEpoch) =>
        polynomialRate({ updates: epochs * updatesPerEpoch, power }),
  ),
  schedule(
    "cosine",
    { leastRate: 0 },
    ({ leastRate }) =>
      (updatesPerEpoch) =>
        cosineRate({ updates: epochs * updatesPerEpoch, least: leastRate }),
  ),
];

/** From how many pixels each class has; none where all weigh alike. */
export type ClassWeighting = (pixels: readonly number[]) => readonly number[] | undefined;

const weighting = kindOf<ClassWeightChoices>();
export const CLASS_WEIGHTINGS: readonly Kind<Made<ClassWeightChoices>, ClassWeighting>[] = [
  weighting("paper", { offset: 1.02 }, (given) => (pixels) => classWeights(pixels, given)),
  weighting("none", {}, () => () => undefined),
];

export const namesOf = (kinds: readonly { readonly name: string }[]): readonly string[] =>
  kinds.map(({ name }) => name);
export const CLASS_WEIGHTING_NAMES: readonly string[] = namesOf(CLASS_WEIGHTINGS);
export const OPTIMISER_NAMES: readonly string[] = namesOf(OPTIMISERS);
export const SCHEDULE_NAMES: readonly string[] = namesOf(schedulesOver(1));

export function optimiserOf({ optimiser: { name, ...given } }: DecidedChoices): Optimiser {
  return findByName("optimiser", name, OPTIMISERS).make(given as Made<OptimiserChoices>);
}

export function scheduleOf(
  { epochs, schedule: { name, ...given } }: Pick<DecidedChoices, "epochs" | "schedule">,
  updatesPerEpoch: number,
): Schedule {
  const { make } = findByName("schedule", name, schedulesOver(epochs));
  return make(given as Made<ScheduleChoices>)(updatesPerEpoch);
}

/** Whether the rates of updates depend on how many epochs there will be: no more of them can follow then. */
export function ratesCountEpochs(choices: Pick<DecidedChoices, "epochs" | "schedule">): boolean {
  const [fewer, more] = [choices.epochs, choices.epochs + 1].map((epochs) => scheduleOf({ ...choices, epochs }, 1));
  return !isDeepStrictEqual(fewer!.settings, more!.settings);
}

export function classWeightingOf({ classWeights: { name, ...given } }: DecidedChoices): ClassWeighting {
  return findByName("rule of class weights", name, CLASS_WEIGHTINGS).make(given as Made<ClassWeightChoices>);
}
