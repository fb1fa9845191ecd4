/** What can go wrong between the machines of a fleet. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** Not a plan, or not a whole one. */
export class DamagedPlanError extends LinknetError {
  readonly code = "DAMAGED_PLAN";

  constructor(data: { path: string; problem: string; cause?: unknown }) {
    super(`${data.path} ${data.problem}`, { hint: "make it again with linknet plan", cause: data.cause });
  }
}

/** A shard that the plan does not have, or a word that names none. */
export class InvalidShardError extends UsageError {
  readonly code = "INVALID_SHARD";

  constructor(data: { given: string; problem: string }) {
    super(`the shard is "${data.given}": ${data.problem}`, {
      hint: "give it as i/n, such as 1/4 for the first of four, or auto for the index that a scheduler gives",
    });
  }
}

/** Results that are not of one plan, one machine or one revision. */
export class UnmergeableError extends UsageError {
  readonly code = "UNMERGEABLE";

  constructor(data: {
    /** Two that do not fit together, and in what they differ. */
    readonly paths: readonly [string, string];
    readonly differences: readonly string[];
    /** Of all files, those that were measured without a plan. */
    readonly unplanned: readonly string[];
  }) {
    const { paths, differences, unplanned } = data;
    const [one, ...others] = unplanned;
    super(
      one === undefined
        ? `${paths.join(" and ")} cannot be merged: they differ in ${differences.join(", ")}`
        : `${one}${others.length === 0 ? "" : ` and ${others.length} more`} cannot be merged: no plan says what they are shards of`,
      {
        hint: "merge the files that linknet bench --plan wrote on one kind of machine; linknet report takes any files side by side",
      },
    );
  }
}
