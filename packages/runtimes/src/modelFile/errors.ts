/** What keeps a user's model from being run at all. */
import { LinknetError } from "@linknet-kit/base";

/** An input that no tensor of numbers fits. */
export class UnfeedableInputError extends LinknetError {
  readonly code = "UNFEEDABLE_INPUT";

  constructor(data: { path: string; input: string; declared: string }) {
    super(`${data.path}: the input "${data.input}" is ${data.declared}, which nothing here can be made of`, {
      hint: "inputs may be floats of 16, 32 or 64 bits, integers and truth values",
    });
  }
}

/** An output whose name no runtime's binding can give back. */
export class UnnameableOutputError extends LinknetError {
  readonly code = "UNNAMEABLE_OUTPUT";

  constructor(data: { path: string; output: string }) {
    super(`${data.path}: no runtime in JavaScript can give an output called "${data.output}"`, {
      hint: "rename the output",
    });
  }
}

/** A model that the machine has no memory for. */
export class TooLargeToRunError extends LinknetError {
  readonly code = "TOO_LARGE_TO_RUN";

  constructor(data: { path: string; needed: number; free: number }) {
    super(
      `${data.path} takes ${inGigabytes(data.needed)} at its peak, and ${inGigabytes(data.free)} are free on this machine`,
      { hint: "choose a smaller size or batch, or a machine with more memory" },
    );
  }
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
