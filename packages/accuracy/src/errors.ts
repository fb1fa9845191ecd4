/** What is no run, or one that cannot be read. */
import { LinknetError, UsageError, formatQuantity, shellWord } from "@linknet-kit/base";

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

/** Labels without a single pixel that says anything. */
export class NothingLabelledError extends LinknetError {
  readonly code = "NOTHING_LABELLED";

  constructor(data: { readonly folder: string; readonly split: string; readonly images: number }) {
    const { folder, split, images } = data;
    super(
      `no pixel of ${formatQuantity(images, "image")} of ${split} in ${folder} has a class: their labels ignore all`,
      {
        hint: split === "train" ? LOOK_AT_LABELS : `${LOOK_AT_LABELS}, or train without them: --no-validation`,
      },
    );
  }
}

const LOOK_AT_LABELS = "look at the files of labels: they may be empty, or have other numbers for classes";

/** A training that was told to stop, and has written where it stands. */
export class TrainingInterruptedError extends LinknetError {
  readonly code = "TRAINING_INTERRUPTED";

  /** `updates` where it came to some. */
  constructor(data: {
    readonly folder: string;
    readonly hasLearnt: boolean;
    readonly updates?: number;
    readonly cause: unknown;
  }) {
    const { folder, hasLearnt, updates, cause } = data;
    const after = updates === undefined ? "before another update" : `after update ${updates}`;
    super(
      hasLearnt ? `stopped ${after}; ${folder} keeps where it stands` : "stopped before the first update",
      hasLearnt ? { hint: goOnHint(folder), cause } : { hint: "give the same command again to begin", cause },
    );
  }
}

/** The disk is full, and what was written before stays. */
export class CheckpointNotWrittenError extends LinknetError {
  readonly code = "CHECKPOINT_NOT_WRITTEN";

  constructor(data: { readonly problem: string; readonly folder: string; readonly cause: unknown }) {
    const { problem, folder, cause } = data;
    super(problem, {
      details: [`what ${folder} had before stays: an earlier checkpoint where there was one, and the best weights`],
      hint: `free some space, then ${goOnHint(folder)}`,
      cause,
    });
  }
}

const goOnHint = (folder: string): string => `${goOnCommand(folder)} goes on`;

/** The line that goes on with a run. */
export function goOnCommand(folder: string): string {
  return `linknet train --resume -o ${shellWord(folder)}`;
}
