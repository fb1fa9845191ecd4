/** Failures of a whole suite that its user can act on. The failure of one cell is that cell's result. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import type { LeftOut } from "@linknet-kit/results";
import type { ModelFile } from "@linknet-kit/runtimes";

/** A number that a suite cannot be planned with. */
export class InvalidPlanError extends UsageError {
  readonly code = "INVALID_PLAN";

  constructor(data: { option: string; given: unknown; expected: string }) {
    super(`${data.option} is ${String(data.given)}, expected ${data.expected}`);
  }
}

/** A file whose inputs are all without elements computes nothing whose time could be told. */
export class NothingToRunError extends LinknetError {
  readonly code = "NOTHING_TO_RUN";

  constructor({ path, inputs }: Pick<ModelFile, "path" | "inputs">) {
    const described = inputs.map(({ name, type }) => `"${name}" (${type.shape.join(" x ")})`);
    super(`${path} is not measured: no input has elements: ${described.join(", ")}`, {
      hint: "the file fixes a side at 0; export it with a side of 1, or with an open one",
    });
  }
}

/** The suite was stopped; what it had finished is in its file. */
export class SuiteInterruptedError extends LinknetError {
  readonly code = "SUITE_INTERRUPTED";

  constructor(data: { path: string; finished: number; cells: number; cause: unknown }) {
    super(`stopped after ${data.finished} of ${data.cells} cells`, {
      hint:
        data.finished === 0 ? undefined : `${data.path} holds what is finished; the same command continues from there`,
      cause: data.cause,
    });
  }
}

/** None of the runtimes that were asked for runs float16. */
export class NoFloat16Error extends UsageError {
  readonly code = "NO_FLOAT16";

  constructor(leftOut: readonly LeftOut[]) {
    super("no runtime that is asked for runs fp16", {
      details: leftOut.map(({ runtime, reason }) => `  ${runtime}: ${reason}`),
      hint: "choose among those of ONNX Runtime with --runtimes, or fp32 with --dtype",
    });
  }
}
