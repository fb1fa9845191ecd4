/** How long a cell is measured, and what is told meanwhile. */
import type { Clock } from "@linknet-kit/base";

export interface Timing {
  /** For warm-up and samples together. */
  readonly budgetMs: number;
  /** Where the fewest samples do not fit in this, the cell is given up. */
  readonly limitMs: number;
  /** How many samples to take, at least `MINIMUM_RUNS`; unless given, as many as the budget allows. */
  readonly runs?: number;
  /** How many runs go before the samples; unless given, until they settle. */
  readonly warmupRuns?: number;
}

/** Cold costs in milliseconds: loading the runtime itself, then making the artifact ready to run. */
export interface LoadTimes {
  readonly runtimeMs: number;
  readonly sessionMs: number;
}

export type OnProgress = (progress: Progress) => void;

export interface TimingOptions {
  /** Where the time is read; the system's clock unless given. */
  readonly clock?: Clock | undefined;
  readonly timing: Timing;
  readonly onProgress: OnProgress;
}

export type Progress =
  | { readonly stage: "load" | "first run" | "evaluate" | "compare" | "placement" | "profile" }
  | { readonly stage: "warm-up"; readonly runs: number }
  | { readonly stage: "pairs"; readonly pairs: number }
  | {
      readonly stage: "samples";
      readonly samples: number;
      /** Those since the progress before. */
      readonly newSamplesMs: readonly number[];
      readonly medianMs: number;
      readonly elapsedMs: number;
    };
