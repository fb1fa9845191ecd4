/** What a suite says while it runs, as lines of progress. */
import { relative } from "node:path";
import { counted, roughly } from "@linknet-kit/base";
import type { Step, SuiteEvent } from "@linknet-kit/bench";
import type { Cell, Result, SuitePlan } from "@linknet-kit/results";
import { describeInterval, significant } from "./figures.js";
import type { LinePart } from "./line.js";
import { paintStatus } from "./paintWords.js";
import type { ProgressLine } from "./progress.js";
import type { Terminal } from "./terminal.js";

/** What a suite takes altogether is told before it begins; then a line a finished cell; in between, where the present one stands. */
export function progressOf(
  progress: ProgressLine,
  { terminal, plan }: { readonly terminal: Pick<Terminal, "note">; readonly plan: Pick<SuitePlan, "cells"> },
): (event: SuiteEvent) => void {
  const hasThreads = new Set(plan.cells.map(({ threads }) => threads)).size > 1;
  const describe = (cell: Cell): string => describeCell(cell, hasThreads);
  return (event) => {
    switch (event.kind) {
      case "probe":
        progress.at(`asking ${event.runtimes.join(", ")}`);
        break;
      case "suite": {
        const { toMeasure, kept, expectedSeconds } = event;
        terminal.note(`${counted(toMeasure, "cell")} to measure, about ${roughly(expectedSeconds)} in all`);
        if (kept > 0) terminal.note(`${kept} were finished before and are kept`);
        progress.setTotal(toMeasure);
        progress.expect(expectedSeconds);
        break;
      }
      case "roof":
        progress.at(`what the machine reaches: ${event.of}, ${event.runtime}, ${counted(event.threads, "thread")}`);
        break;
      case "cell":
        progress.expect(event.leftSeconds);
        progress.at(describe(event.cell));
        break;
      case "step":
        progress.at(`${describe(event.cell)}: ${describeStep(event.step)}`);
        break;
      case "moved aside":
        terminal.note(
          `earlier results, which are not of this suite as it is now, are kept in ${relative("", event.to)}`,
        );
        break;
      case "result": {
        // Runtimes that are not there stand in one line below the table.
        if (event.result.status === "unavailable") break;
        progress.done([`${describe(event.cell)}: `, ...describeResult(event.result)]);
      }
    }
  };
}

/** What became of a cell, in a line. */
function describeResult({ status, latency, reason }: Result): readonly LinePart[] {
  if (latency === undefined) {
    return [paintStatus(status), `: ${reason ?? "no reason given"}`];
  }
  const measured = `${significant(latency.medianMs)} ms ${describeInterval(latency)}`;
  return status === "valid" ? [measured] : [`${measured}, `, paintStatus(status)];
}

/** Batch and threads only where they tell cells apart. */
function describeCell({ network, size, batch, dtype, runtime, threads }: Cell, hasThreads: boolean): string {
  const images = batch === 1 ? "" : ` batch ${batch}`;
  const numbers = dtype === undefined ? "" : ` ${dtype}`;
  return `${network} ${size.width}x${size.height}${images}${numbers}, ${runtime}${hasThreads ? `, ${counted(threads, "thread")}` : ""}`;
}

function describeStep(step: Step): string {
  switch (step.stage) {
    case "artifact":
      return "writing the model";
    case "evaluator":
    case "evaluate":
      return "evaluating the reference";
    case "reference":
      return "running the reference";
    case "warm-up":
      return `warming up, ${counted(step.runs, "run")}`;
    case "samples":
      return `${counted(step.samples, "run")}, median ${step.medianMs.toFixed(1)} ms`;
    default:
      return step.stage;
  }
}
