/** What a user decides of a training, with what it is otherwise. */
import { findByName } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import type { Augmentation } from "@linknet-kit/data";
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
import { InvalidChoiceError } from "../errors.js";

export interface OptimiserChoices {
  /** RMSProp unless given, as in the paper. */
  readonly name?: string | undefined;
  readonly rate?: number | undefined;
  readonly momentum?: number | undefined;
  readonly nesterov?: boolean | undefined;
  readonly weightDecay?: number | undefined;
  /** The share that RMSProp's mean of squares keeps. */
  readonly alpha?: number | undefined;
  readonly centred?: boolean | undefined;
  readonly betas?: readonly [number, number] | undefined;
  readonly epsilon?: number | undefined;
}

export interface ScheduleChoices {
  /** Constant unless given. */
  readonly name?: string | undefined;
  /** Epochs after which a rate that falls by steps falls. */
  readonly stepEpochs?: number | undefined;
  readonly factor?: number | undefined;
  readonly power?: number | undefined;
  readonly leastRate?: number | undefined;
}

export interface ClassWeightChoices {
  /** `paper` unless given: rare classes weigh more. `none`: all weigh alike. */
  readonly name?: string | undefined;
  /** Of 1 / ln(offset + share): above 1, and 1.02 unless given. The larger, the more alike. */
  readonly offset?: number | undefined;
}

export interface TrainingChoices {
  readonly network: string;
  /** Multiplies the channels of inner layers; 1 unless given. */
  readonly width?: number | undefined;
  /** To which images are brought; that of the first image unless given. */
  readonly size?: Size | undefined;
  /** Images of a step; 10 for Cityscapes and 8 for CamVid unless given, as in the paper. */
  readonly batch?: number | undefined;
  /** Steps of an update; 1 unless given. */
  readonly accumulate?: number | undefined;
  readonly epochs: number;
  readonly optimiser?: OptimiserChoices | undefined;
  readonly schedule?: ScheduleChoices | undefined;
  readonly classWeights?: ClassWeightChoices | undefined;
  readonly augmentation?: Augmentation | undefined;
  readonly seed?: number | undefined;
  /** A file of weights for the encoder or all of the network. */
  readonly weights?: string | undefined;
  /** Whether there is a split for it; so unless it is false. */
  readonly validates?: boolean | undefined;
}

interface Named<Choices, Made> {
  readonly name: string;
  /** What of the choices it knows. */
  readonly takes: readonly (keyof Choices)[];
  readonly make: (choices: Choices) => Made;
}

const USUAL_RATES = { sgd: 0.01, adam: 1e-3 };
const COMMON = ["rate", "weightDecay"] as const;

const OPTIMISERS: readonly Named<OptimiserChoices, Optimiser>[] = [
  {
    name: "rmsprop",
    takes: [...COMMON, "alpha", "epsilon", "momentum", "centred"],
    make: ({ alpha, ...given }) => rmsprop(withoutUndefined({ ...given, decay: alpha })),
  },
  {
    name: "sgd",
    takes: [...COMMON, "momentum", "nesterov"],
    make: (given) => sgd({ rate: USUAL_RATES.sgd, ...withoutUndefined(given) }),
  },
  {
    name: "adam",
    takes: [...COMMON, "betas", "epsilon"],
    make: (given) => adam({ rate: USUAL_RATES.adam, ...withoutUndefined(given) }),
  },
  {
    name: "adamw",
    takes: [...COMMON, "betas", "epsilon"],
    // As PyTorch has it.
    make: (given) => adam({ rate: USUAL_RATES.adam, weightDecay: 0.01, ...withoutUndefined(given), decoupled: true }),
  },
];

interface Length {
  readonly epochs: number;
  readonly updatesPerEpoch: number;
}

const SCHEDULES: readonly Named<ScheduleChoices & Length, Schedule>[] = [
  { name: "constant", takes: [], make: () => constantRate() },
  {
    name: "step",
    takes: ["stepEpochs", "factor"],
    make: ({ stepEpochs, factor, epochs, updatesPerEpoch }) => {
      const every = updatesPerEpoch * (stepEpochs ?? Math.max(1, Math.round(epochs / 3)));
      return stepRate(withoutUndefined({ every, factor }));
    },
  },
  {
    name: "polynomial",
    takes: ["power"],
    make: ({ power, epochs, updatesPerEpoch }) =>
      polynomialRate(withoutUndefined({ updates: epochs * updatesPerEpoch, power })),
  },
  {
    name: "cosine",
    takes: ["leastRate"],
    make: ({ leastRate, epochs, updatesPerEpoch }) =>
      cosineRate(withoutUndefined({ updates: epochs * updatesPerEpoch, least: leastRate })),
  },
];

/** From how many pixels each class has; none where all weigh alike. */
export type ClassWeighting = (pixels: readonly number[]) => readonly number[] | undefined;

const CLASS_WEIGHTINGS: readonly Named<ClassWeightChoices, ClassWeighting>[] = [
  {
    name: "paper",
    takes: ["offset"],
    make: (given) => (pixels) => classWeights(pixels, withoutUndefined(given)),
  },
  { name: "none", takes: [], make: () => () => undefined },
];

export const CLASS_WEIGHTING_NAMES: readonly string[] = CLASS_WEIGHTINGS.map(({ name }) => name);
export const OPTIMISER_NAMES: readonly string[] = OPTIMISERS.map(({ name }) => name);
export const SCHEDULE_NAMES: readonly string[] = SCHEDULES.map(({ name }) => name);

export function optimiserOf({ name = "rmsprop", ...given }: OptimiserChoices = {}): Optimiser {
  const { takes, make } = findByName("optimiser", name, OPTIMISERS);
  checkTaken(name, takes, given);
  return make(given);
}

export function scheduleOf({ name = "constant", ...given }: ScheduleChoices = {}, length: Length): Schedule {
  const { takes, make } = findByName("schedule", name, SCHEDULES);
  checkTaken(`a ${name} rate`, takes, given);
  return make({ ...given, ...length });
}

export function classWeightingOf({ name = "paper", ...given }: ClassWeightChoices = {}): ClassWeighting {
  const { takes, make } = findByName("rule of class weights", name, CLASS_WEIGHTINGS);
  checkTaken(`the rule of class weights ${name}`, takes, given);
  return make(given);
}

/** A choice that would do nothing is a mistake. */
function checkTaken(what: string, takes: readonly PropertyKey[], given: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || takes.includes(name)) continue;
    const known = takes.length === 0 ? "nothing is chosen of it" : `it has ${takes.map(String).join(", ")}`;
    throw new InvalidChoiceError({ problem: `${what} has no ${name}`, hint: known });
  }
}

/** A choice that is there and `undefined` is not made. */
function withoutUndefined<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
