/** What results say, in words. */
import { type LoadTimes, type Result, describeComparison } from "@linknet-kit/bench/measure";
import { formatMeasured } from "../format.js";

export interface Check {
  /** Absent where nothing was compared. */
  readonly passed?: boolean;
  readonly word: string;
  readonly detail: string;
}

/** Never "passed" without an output that was compared with a reference, which is named. */
export function checkOf({ outputCheck, status, reason = "" }: Result): Check {
  if (outputCheck === undefined) {
    return status === "incorrect"
      ? { passed: false, word: "wrong", detail: reason }
      : { word: "not checked", detail: reason };
  }
  const { passed, relativeError, shareAbove = 0, reference } = outputCheck;
  const difference = describeComparison({ relativeError, shareAbove });
  return { passed, word: passed ? "passed" : "wrong", detail: `${difference}, against ${reference}` };
}

/** Runtime and session together, and each. */
export function loadMsOf(load: LoadTimes | undefined): { readonly sum: number; readonly parts: string } | undefined {
  if (load === undefined) return undefined;
  const { runtimeMs, sessionMs } = load;
  const parts = `runtime ${formatMeasured(runtimeMs)}, session ${formatMeasured(sessionMs)} ms`;
  return { sum: runtimeMs + sessionMs, parts };
}
