/** What cannot be smoothed. */
import { LinknetError } from "@linknet-kit/base";

export class InvalidCrfError extends LinknetError {
  readonly code = "INVALID_CRF";

  constructor({ problem }: { problem: string }) {
    super(problem);
  }
}
