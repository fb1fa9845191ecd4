/** What is no run, or one that cannot be read. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** A `recipe.json` that says nothing that a network could be built from. */
export class InvalidRecipeError extends LinknetError {
  readonly code = "INVALID_RECIPE";

  constructor(data: { readonly file: string; readonly problems: readonly string[]; readonly cause?: unknown }) {
    super(`${data.file} is no recipe of a network that was trained`, {
      details: data.problems.map((each) => `  ${each}`),
      hint: "give the folder of a run as `linknet train` writes it",
      cause: data.cause,
    });
  }
}

/** A folder that holds no run, or one that has no weights yet. */
export class NotARunError extends LinknetError {
  readonly code = "NOT_A_RUN";

  constructor(data: { readonly folder: string; readonly problem: string; readonly hint: string }) {
    super(`"${data.folder}" ${data.problem}`, data);
  }
}

/** Choices that do not go together, or not with the images. */
export class InvalidChoiceError extends UsageError {
  readonly code = "INVALID_CHOICE";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}

/** A training that was told to stop, and has written where it stands. */
export class TrainingInterruptedError extends LinknetError {
  readonly code = "TRAINING_INTERRUPTED";

  constructor(data: { readonly folder: string; readonly updates: number; readonly cause: unknown }) {
    const { folder, updates, cause } = data;
    super(`stopped after update ${updates}; ${folder} keeps where it stands`, {
      hint: "give the same command with --resume to go on",
      cause,
    });
  }
}

/** The disk is full, and what was written before stays. */
export class CheckpointNotWrittenError extends LinknetError {
  readonly code = "CHECKPOINT_NOT_WRITTEN";

  constructor(data: { readonly problem: string; readonly kept: string; readonly cause: unknown }) {
    super(data.problem, {
      details: [data.kept],
      hint: "free some space, and give the same command with --resume to go on",
      cause: data.cause,
    });
  }
}
