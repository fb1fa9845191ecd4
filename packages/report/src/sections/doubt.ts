/** Whether a run as a whole deserves a bold claim. */
import { formatEnumeration, formatQuantity } from "../format.js";
import { isMeasured, type Run } from "../runs.js";

/** Above this load a core before the start, something else was using the machine. */
export const BUSY_LOAD_PER_CORE = 0.5;

/** A larger share of noisy latencies than this says that the machine was not quiet while it measured. */
const MOST_NOISY = 1 / 3;

export function isBusy({ file: { environment } }: Run): boolean {
  return environment.loadAverage[0] / Math.max(1, environment.cpu.logicalCores) > BUSY_LOAD_PER_CORE;
}

/** `the machine was busy before the start and 21 of 24 latencies are noisy`, where there is a reason to doubt all that the run says. */
export function describeDoubt(run: Run): string | undefined {
  const measured = run.file.results.filter(isMeasured);
  const noisy = measured.filter(({ status }) => status === "noisy").length;
  const isNoisy = noisy > measured.length * MOST_NOISY;
  const reasons = [
    ...(isBusy(run) ? ["the machine was busy before the start"] : []),
    ...(isNoisy ? [`${noisy} of ${formatQuantity(measured.length, "latency", "latencies")} are noisy`] : []),
  ];
  return measured.length > 0 && reasons.length > 0 ? formatEnumeration(reasons) : undefined;
}
