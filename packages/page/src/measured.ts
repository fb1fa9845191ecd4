/** What the page measured: one result a cell, and whether its output was compared with anything. */
import { type Count, type Result, cellKey, cellOf } from "@linknet-kit/results";

export interface Measured {
  readonly result: Result;
  readonly count?: Count;
}

/** Equal for results of one cell. */
export function keyOf({ result }: Measured): string {
  return cellKey(cellOf(result));
}

/** The last result of each cell. */
export function withResult(results: readonly Measured[], measured: Measured): readonly Measured[] {
  return [...results.filter((each) => keyOf(each) !== keyOf(measured)), measured];
}

/** How the reason of a result begins whose output nothing could be compared with. */
export const NOT_CHECKED = "not checked";

/** Whether a result was measured to the end, and says that its output was not checked. */
export function isUnchecked({ status, latency, outputCheck, reason = "" }: Result): boolean {
  return status === "failed" && latency !== undefined && outputCheck === undefined && reason.startsWith(NOT_CHECKED);
}
