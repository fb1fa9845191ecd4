/** Medians over profiled runs, kernel by kernel. */
import { median, sum } from "d3-array";
import type { KernelTimes, TimedRun } from "./kernels.js";

/** Throws where there is no run, or where two runs did not run the same kernels: they have no median then. */
export function summariseRuns(runs: readonly TimedRun[]): KernelTimes {
  const [first] = runs;
  if (first === undefined || first.kernels.length === 0) throw new Error("no kernel was seen to run");
  if (runs.some(({ kernels }) => !isSame(kernels, first.kernels))) {
    throw new Error("its runs are not of the same kernels");
  }
  return {
    runs: runs.length,
    runMs: median(runs, ({ wallMs }) => wallMs)!,
    overheadMs: median(runs, ({ wallMs, kernels }) => Math.max(0, wallMs - sum(kernels, ({ ms }) => ms)))!,
    kernels: first.kernels.map(({ node, op }, index) => {
      return { node, op, medianMs: median(runs, ({ kernels }) => kernels[index]!.ms)! };
    }),
  };
}

function isSame(some: TimedRun["kernels"], others: TimedRun["kernels"]): boolean {
  return (
    some.length === others.length &&
    some.every(({ node, op }, index) => node === others[index]!.node && op === others[index]!.op)
  );
}
