/** What results say, in words. */
import { visibleText } from "@linknet-kit/base";
import type { Result } from "@linknet-kit/results";
import type { LoadTimes } from "@linknet-kit/runtimes";
import { describeComparison } from "@linknet-kit/runtimes/measure";
import { formatMeasured } from "../format.js";
import { NOT_CHECKED, isUnchecked } from "../measured.js";

export interface Check {
  /** Absent where nothing was compared. */
  readonly passed?: boolean;
  readonly word: string;
  readonly detail: string;
}

/** The status in a word: of a result that was not checked, that. */
export function statusOf(result: Result): string {
  return isUnchecked(result) ? NOT_CHECKED : result.status;
}

/** Whether it must stand out as wrong; what merely must not be trusted does not. */
export function isWrong(result: Result): boolean {
  return (result.status === "failed" && !isUnchecked(result)) || result.status === "incorrect";
}

/** Never "passed" without an output that was compared with a reference, which is named. */
export function checkOf({ outputCheck, status, reason = "" }: Result): Check {
  if (outputCheck === undefined) {
    return status === "incorrect"
      ? { passed: false, word: "wrong", detail: visibleText(reason) }
      : { word: NOT_CHECKED, detail: visibleText(reason.replace(/^not checked: /, "")) };
  }
  const { passed, relativeError, shareAbove = 0, tolerance, reference } = outputCheck;
  const difference = describeComparison({ relativeError, shareAbove }, tolerance);
  return { passed, word: passed ? "passed" : "wrong", detail: visibleText(`${difference}, against ${reference}`) };
}

/** Runtime and session together, and each. */
export function loadMsOf(load: LoadTimes | undefined): { readonly sum: number; readonly parts: string } | undefined {
  if (load === undefined) return undefined;
  const { runtimeMs, sessionMs } = load;
  const parts = `runtime ${formatMeasured(runtimeMs)}, session ${formatMeasured(sessionMs)} ms`;
  return { sum: runtimeMs + sessionMs, parts };
}
