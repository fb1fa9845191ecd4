/** What keeps a network from being evaluated on a data set. */
import { LinknetError, UsageError, counted } from "@linknet-kit/base";

/** A choice that does not go with what is evaluated. */
export class EvaluationChoiceError extends UsageError {
  readonly code = "EVALUATION_CHOICE";

  constructor(data: { readonly problem: string; readonly hint: string }) {
    super(data.problem, { hint: data.hint });
  }
}

/** Truth that says nothing. */
export class NothingScoredError extends LinknetError {
  readonly code = "NOTHING_SCORED";

  constructor({ folder, split, images }: { readonly folder: string; readonly split: string; readonly images: number }) {
    super(
      `"${folder}" labels nothing that is scored: all pixels of its ${counted(images, "image")} of ${split} are ignored`,
      {
        hint: "give a data set, or a --split, whose images are labelled",
      },
    );
  }
}

/** A runtime that was asked for, and is not here. */
export class RuntimeMissingError extends LinknetError {
  readonly code = "RUNTIME_MISSING";

  constructor(data: { readonly runtime: string; readonly reason: string; readonly remedy: string }) {
    super(`${data.runtime} is not here: ${data.reason}`, { hint: data.remedy });
  }
}
