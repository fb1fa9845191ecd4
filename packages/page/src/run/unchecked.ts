/** Results of runs whose output nothing could be compared with. */
import type { Result } from "@linknet-kit/results";

/** How the reason of such a result begins. */
export const NOT_CHECKED = "not checked";

/** Whether a result was measured to the end, and says that its output was not checked. */
export function isUnchecked({ status, latency, outputCheck, reason = "" }: Result): boolean {
  return status === "failed" && latency !== undefined && outputCheck === undefined && reason.startsWith(NOT_CHECKED);
}
