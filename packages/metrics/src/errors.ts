/** What cannot be scored. Each names the file that is wrong. */
import { LinknetError } from "@linknet-kit/base";

/** A value that stands for nothing in the label set. */
export class UnknownLabelError extends LinknetError {
  readonly code = "UNKNOWN_LABEL";

  constructor(data: { file: string; value: number; x: number; y: number; expected: string }) {
    const { file, value, x, y, expected } = data;
    super(`${file}: ${value} at column ${x}, row ${y} is ${expected}`);
  }
}

/** Maps of one image that do not lie on each other, or whose pixels are not as many as their sides say. */
export class MapSizeError extends LinknetError {
  readonly code = "MAP_SIZE";

  constructor({ file, problem }: { file: string; problem: string }) {
    super(`${file}: ${problem}`);
  }
}

/** Counts that are of different things. */
export class UnlikeCountsError extends LinknetError {
  readonly code = "UNLIKE_COUNTS";

  constructor({ problem, hint }: { problem: string; hint?: string }) {
    super(problem, { hint });
  }
}
