/** What a user decides of a training, and what it comes to with what nobody decided. */
import type { Size } from "@linknet-kit/core";
import type { Augmentation } from "@linknet-kit/data";

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
  /** LinkNet unless given. */
  readonly network?: string | undefined;
  /** Multiplies the channels of inner layers; 1 unless given. */
  readonly width?: number | undefined;
  /** To which images are brought; that of the first image unless given. */
  readonly size?: Size | undefined;
  /** Images of a step; 10 for Cityscapes and 8 for CamVid unless given, as in the paper. */
  readonly batch?: number | undefined;
  /** Steps of an update; 1 unless given. */
  readonly accumulate?: number | undefined;
  /** 100 unless given. */
  readonly epochs?: number | undefined;
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

/** What becomes of choices where all of them are made. */
export type Made<Choices> = { readonly [Choice in keyof Choices]-?: Exclude<Choices[Choice], undefined> };

/** All choices; what is optional still is what a training may do without. */
export interface DecidedChoices extends Made<Omit<TrainingChoices, "augmentation" | "weights" | ChoiceGroup>> {
  readonly optimiser: NamedChoices<OptimiserChoices>;
  readonly schedule: NamedChoices<ScheduleChoices>;
  readonly classWeights: NamedChoices<ClassWeightChoices>;
  readonly augmentation?: Augmentation | undefined;
  readonly weights?: string | undefined;
}

/** Choices of something that has a name, of which each has others. */
export type ChoiceGroup = "optimiser" | "schedule" | "classWeights";
export type NamedChoices<Choices> = Choices & { readonly name: string };
