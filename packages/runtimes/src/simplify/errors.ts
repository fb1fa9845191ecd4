/** Why a simplified model is not written. */
import { LinknetError } from "@linknet-kit/base";

/** A bug here, or a model whose numbers leave the range in which rounding says little: either way nothing is written. */
export class NotEqualError extends LinknetError {
  readonly code = "NOT_EQUAL";

  constructor(data: { path: string; output: string; found: string }) {
    super(`what was made of ${data.path} does not compute the same: ${data.output} has ${data.found}`, {
      hint: "nothing was written; --verbose says what each step changed, and the file itself runs as it is",
    });
  }
}

/** Folded constants would take more than they save. */
export class GrownError extends LinknetError {
  readonly code = "GROWN";

  constructor(data: { path: string; bytes: number; most: number }) {
    super(`${data.path} would grow by ${data.bytes} bytes, ${data.most} are allowed`, {
      hint: "nothing was written; --max-growth allows more",
    });
  }
}
