/** What can go wrong with a gate before it says anything. */
import { LinknetError, UsageError } from "@linknet-kit/base";

export class NoConfigError extends LinknetError {
  readonly code = "NO_CONFIG";

  constructor(data: { readonly folder: string; readonly files: readonly string[] }) {
    super(`there is no ${data.files.join(" or ")} in ${data.folder}`, {
      hint: 'write one, such as { "subjects": [{ "network": "linknet", "size": "640x360" }] }, or name it with --config',
    });
  }
}

/** One problem stands in the first line, several in a line each below it. */
function withProblems(
  summary: string,
  problems: readonly string[],
): readonly [summary: string, details: readonly string[]] {
  if (problems.length === 1) return [`${summary}: ${problems[0]}`, []];
  return [`${summary}, for ${problems.length} reasons:`, problems.map((problem) => `  ${problem}`)];
}

export class BadConfigError extends LinknetError {
  readonly code = "BAD_CONFIG";

  constructor(data: {
    readonly path: string;
    readonly problems: readonly string[];
    readonly hint?: string | undefined;
    readonly cause?: unknown;
  }) {
    const [summary, details] = withProblems(`"${data.path}" is no config`, data.problems);
    super(summary, { details, hint: data.hint ?? "linknet check --help lists its fields", cause: data.cause });
  }
}

export class NoBaselineError extends LinknetError {
  readonly code = "NO_BASELINE";

  constructor(data: { readonly path: string; readonly cause: unknown }) {
    super(`there is no baseline "${data.path}"`, {
      hint: "linknet check --update writes it; commit it then. Or compare with a revision: --against",
      cause: data.cause,
    });
  }
}

export class BadBaselineError extends LinknetError {
  readonly code = "BAD_BASELINE";

  constructor(data: { readonly path: string; readonly problems: readonly string[]; readonly cause?: unknown }) {
    const [summary, details] = withProblems(`"${data.path}" is no baseline`, data.problems);
    super(summary, {
      details,
      hint: "restore it from git, or delete it and let linknet check --update write it anew",
      cause: data.cause,
    });
  }
}

/** A revision that git does not know, or no git at all. */
export class UnknownRevisionError extends LinknetError {
  readonly code = "UNKNOWN_REVISION";

  constructor(data: {
    readonly revision: string;
    readonly reason: string;
    readonly hint: string;
    readonly cause?: unknown;
  }) {
    super(`there is no revision "${data.revision}" here: ${data.reason}`, {
      hint: data.hint,
      cause: data.cause,
    });
  }
}

/** A path that no revision of the repository can have. */
export class OutsideRepositoryError extends LinknetError {
  readonly code = "OUTSIDE_REPOSITORY";

  constructor(data: { readonly path: string; readonly root: string }) {
    super(`"${data.path}" is outside the repository ${data.root}`, {
      hint: "check it against the committed baseline: without --against",
    });
  }
}

/** The commit of a submodule that a revision names is not here. */
export class SubmoduleMissingError extends LinknetError {
  readonly code = "SUBMODULE_MISSING";

  constructor(data: { readonly path: string; readonly commit: string }) {
    super(`the submodule "${data.path}" does not have the commit ${data.commit.slice(0, 12)} that the base names`, {
      hint: `git submodule update --init, then git -C "${data.path}" fetch origin ${data.commit}`,
    });
  }
}

/** A file of which only Git LFS' pointer is here. */
export class FileNotFetchedError extends LinknetError {
  readonly code = "FILE_NOT_FETCHED";

  constructor(data: { readonly name: string; readonly revision?: string }) {
    super(`of "${data.name}" only the pointer of Git LFS is here, not its content`, {
      hint: data.revision === undefined ? "git lfs pull" : `git lfs fetch origin ${data.revision}`,
    });
  }
}

/** The clone was made without files of other revisions, and git is not let fetch them into it unasked. */
export class PartialCloneError extends LinknetError {
  readonly code = "PARTIAL_CLONE";

  constructor(data: { readonly root: string; readonly remote: string; readonly cause?: unknown }) {
    super(`${data.root} is a partial clone, and what that revision needs was not fetched`, {
      hint: `git fetch --refetch --no-filter ${data.remote}; in GitHub Actions give actions/checkout no filter`,
      cause: data.cause,
    });
  }
}

/** A program that the user has told git to put files through. */
export class FilterFailedError extends LinknetError {
  readonly code = "FILTER_FAILED";

  constructor(data: { readonly path: string; readonly filter: string; readonly cause: unknown }) {
    super(`git's filter "${data.filter}" failed on "${data.path}" of that revision`, {
      hint: "git checkout would say the same; git config --get-regexp '^filter' has the command",
      cause: data.cause,
    });
  }
}

/** The other revision could not be made to write what it is compared by. */
export class BaseFailedError extends LinknetError {
  readonly code = "BASE_FAILED";
  /** Whether the command said so. */
  readonly said: (words: string) => boolean;

  constructor(data: {
    readonly revision: string;
    readonly command: string;
    /** An exit code, a signal or the system's words. */
    readonly end: string;
    /** What it printed last. */
    readonly output: string;
  }) {
    super(`"${data.command}" failed in a checkout of ${data.revision}: it ended with ${data.end}, and said last:`, {
      details: data.output.split("\n").map((line) => `  ${line.trimEnd()}`),
      hint: 'say in the config how: "base": { "setup": "npm ci --ignore-scripts", "linknet": "npx --no linknet" }',
    });
    this.said = (words) => data.output.includes(words);
  }
}

/** Two result files that say nothing about each other. */
export class NotComparableError extends LinknetError {
  readonly code = "NOT_COMPARABLE";

  constructor(data: { readonly differences: readonly string[]; readonly hint: string }) {
    super(`these results cannot be compared: ${data.differences.join("; ")}`, { hint: data.hint });
  }
}

/** A choice that a comparison with a base does not have. */
export class AgainstChoiceError extends UsageError {
  readonly code = "AGAINST_CHOICE";

  constructor(problem: string) {
    super(`--against ${problem}`);
  }
}

/** A result file that does not say what was measured. */
export class NoRevisionError extends LinknetError {
  readonly code = "NO_REVISION";

  constructor(data: { readonly path: string; readonly reason: string }) {
    super(`${data.path} cannot be measured again: ${data.reason}`, {
      hint: "name a revision of git, or compare the two files with: linknet compare",
    });
  }
}
