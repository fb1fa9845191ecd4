/** What a suite says while it runs, as lines of progress. */
import type { Cell, Result, Step, SuiteEvent } from "@linknet-kit/bench";
import type { Terminal } from "./terminal.js";
import { counted } from "./counted.js";

/** A line a finished cell; in between, where the present one stands. */
export function progressOf(terminal: Terminal): (event: SuiteEvent) => void {
  return (event) => {
    switch (event.kind) {
      case "suite":
        terminal.note(`${counted(event.cells, "cell")}, up to ${event.budgetSeconds} s of measuring each`);
        if (event.kept > 0) terminal.note(`${event.kept} were finished before and are kept`);
        break;
      case "roof":
        terminal.status(
          `what the machine reaches: ${event.of}, ${event.runtime}, ${counted(event.threads, "thread")} ...`,
        );
        break;
      case "cell":
        terminal.status(`${place(event)} ...`);
        break;
      case "step":
        terminal.status(`${place(event)}: ${describeStep(event.step)}`);
        break;
      case "result":
        terminal.note(`${place(event)}: ${describeResult(event.result)}`);
    }
  };
}

/** What became of a cell, in a line. */
function describeResult({ status, latency, throughputFps, reason }: Result): string {
  if (latency === undefined || throughputFps === undefined) return `${status}: ${reason ?? "no reason given"}`;
  const { medianMs, ciLowMs, ciHighMs, samplesMs } = latency;
  const interval = `${ciLowMs.toFixed(1)} to ${ciHighMs.toFixed(1)}`;
  const measured = `${medianMs.toFixed(1)} ms (${interval}), ${throughputFps.toFixed(1)} fps, ${counted(samplesMs.length, "run")}`;
  return status === "valid" ? measured : `${measured}, ${status}`;
}

interface Position {
  readonly cell: Cell;
  readonly index: number;
  readonly cells: number;
}

function place({ cell: { network, size, batch, runtime, threads }, index, cells }: Position): string {
  const images = batch === 1 ? "" : ` batch ${batch}`;
  return `[${index}/${cells}] ${network} ${size.width}x${size.height}${images}, ${runtime}, ${counted(threads, "thread")}`;
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
