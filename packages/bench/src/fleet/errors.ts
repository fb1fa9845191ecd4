/** What can go wrong between the machines of a fleet. */
import { LinknetError, UsageError } from "@linknet-kit/core";

/** Not a plan, or not a whole one. */
export class DamagedPlanError extends LinknetError {
  readonly code = "DAMAGED_PLAN";

  constructor(data: { path: string; problem: string; cause?: unknown }) {
    super(`${data.path} ${data.problem}`, { hint: "make it again with linknet plan", cause: data.cause });
  }
}

/** A shard that the plan does not have, or that nobody can read. */
export class InvalidShardError extends UsageError {
  readonly code = "INVALID_SHARD";

  constructor(data: { given: string; problem: string }) {
    super(`the shard is "${data.given}": ${data.problem}`, {
      hint: "give it as i/n, such as 1/4 for the first of four, or auto for the index that a scheduler gives",
    });
  }
}

/** Results that are of one plan in name, and not of one machine or one revision. */
export class UnmergeableError extends UsageError {
  readonly code = "UNMERGEABLE";

  constructor(data: { paths: readonly string[]; differences: readonly string[] }) {
    super(
      `${data.paths.join(" and ")} are not of one machine and one plan: they differ in ${data.differences.join(", ")}`,
      {
        hint: "merge the files of each machine apart; linknet report takes them all and shows the machines side by side",
      },
    );
  }
}
