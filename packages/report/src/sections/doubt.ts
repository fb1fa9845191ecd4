/** Whether a run as a whole deserves a bold claim. */
import { isBusy } from "@linknet-kit/results/statistics";
import { formatEnumeration, formatQuantity } from "../format.js";
import { isMeasured, type Run } from "../runs.js";

/** A larger share of noisy latencies than this says that the machine was not quiet while it measured. */
const MOST_NOISY = 1 / 3;

/** `the machine was busy before the start and 21 of 24 latencies are noisy`, where there is a reason to doubt all that the run says. */
export function describeDoubt(run: Run): string | undefined {
  const measured = run.file.results.filter(isMeasured);
  const noisy = measured.filter(({ status }) => status === "noisy").length;
  const isNoisy = noisy > measured.length * MOST_NOISY;
  const reasons = [
    ...(isBusy(run.file) ? ["the machine was busy before the start"] : []),
    ...(isNoisy
      ? [`${noisy} of ${formatQuantity(measured.length, "latency", "latencies")} ${noisy === 1 ? "is" : "are"} noisy`]
      : []),
  ];
  return measured.length > 0 && reasons.length > 0 ? formatEnumeration(reasons) : undefined;
}
