/** What is no run, or one that cannot be read. */
import { LinknetError } from "@linknet-kit/base";

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
