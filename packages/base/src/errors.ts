/** Failures a user can cause. A broken invariant is a plain `Error` instead, and means a bug in this project. */

export interface LinknetErrorOptions {
  readonly hint?: string | undefined;
  /** Lines of their own below the summary: a list, or what another program said. */
  readonly details?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/**
 * Base of every failure a user can act on: `summary` says in a line what is wrong, `details` more of it, `message` all of that, `hint` what
 * to do about it.
 */
export abstract class LinknetError extends Error {
  abstract readonly code: string;
  readonly summary: string;
  readonly details: readonly string[];
  readonly hint: string | undefined;

  constructor(summary: string, { hint, details = [], cause }: LinknetErrorOptions = {}) {
    super([summary, ...details].join("\n"), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.summary = summary;
    this.details = details;
    this.hint = hint;
  }
}

/** A choice that was never open: a name that is not in a table, a number out of its range. The command line calls it wrong usage. */
export abstract class UsageError extends LinknetError {}

/** A word that cannot be read as what it is given for. */
export class InvalidWordError extends UsageError {
  readonly code = "INVALID_WORD";

  constructor(data: { readonly option: string; readonly given: string; readonly expected: string }) {
    super(`${data.option} is "${data.given}", expected ${data.expected}`);
  }
}
