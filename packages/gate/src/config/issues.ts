/** What does not fit a schema, in a line each. */
import { nearestName } from "@linknet-kit/base";
import type { z } from "zod";

/** So many are told before the rest is only counted: as many as a person mends before trying again. */
const MOST_ISSUES = 30;

/** Each with the field that it is about; a name that is unknown with the one of `fields` that may have been meant. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], fields: readonly string[] = []): readonly string[] {
  const told = issues.slice(0, MOST_ISSUES).map((issue) => {
    const place = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    return `${place}${issue.code === "unrecognized_keys" ? describeUnknown(issue.keys, fields) : issue.message}`;
  });
  const more = issues.length - told.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

function describeUnknown(names: readonly string[], fields: readonly string[]): string {
  const guesses = names.map((name) => {
    const nearest = nearestName(name, fields);
    return `"${name}"${nearest === undefined || nearest === name ? "" : `, did you mean "${nearest}"`}`;
  });
  return `there is no field ${guesses.join(" or ")}`;
}
