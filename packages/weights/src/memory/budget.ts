/** How much memory may be taken for what a stranger's file says of itself: asked before it is taken. */
import { LinknetError } from "@linknet-kit/base";

/** What any file may take beside its own bytes. */
const BASE_BYTES = 2 ** 28;
/** So many times its own bytes a file may take in copies, which is more than any data type grows by. */
const COPIES = 4;

/** A file whose tensors would take far more memory than the file itself. */
export class WeightsBudgetError extends LinknetError {
  readonly code = "WEIGHTS_BUDGET";

  constructor(data: { readonly what: string; readonly bytes: number; readonly limit: number }) {
    super(`${data.what} would take ${data.bytes} bytes, and ${data.limit} are what such a file may take`, {
      hint: "save the tensors contiguous and with little compression",
    });
  }
}

/** Memory for copies of what is in one file: inflated, gathered, swapped or widened. */
export class MemoryBudget {
  readonly #limit: number;
  #taken = 0;

  constructor(fileBytes: number) {
    this.#limit = BASE_BYTES + COPIES * fileBytes;
  }

  /** A `WeightsBudgetError` where all that was taken would be more than the file may take. */
  take(bytes: number, what: string): void {
    if (!(this.#taken + bytes <= this.#limit)) throw new WeightsBudgetError({ what, bytes, limit: this.#limit });
    this.#taken += bytes;
  }
}
