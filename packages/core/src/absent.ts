/** What stands in place of a facet where a format has nothing for an op. */

/** Stands where a format has no node for an op. */
export interface Absent {
  /** What is put in its place, or why there is nothing to put there, for a message. */
  readonly absent: string;
}

/** The absence of a form for an op whose decomposition takes the place of its nodes. */
export const DECOMPOSED: Absent = { absent: "what it decomposes into takes its place" };

export function isAbsent(facet: object): facet is Absent {
  return "absent" in facet;
}
