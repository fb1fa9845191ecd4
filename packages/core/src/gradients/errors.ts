/** What has no gradient. */
import { LinknetError } from "@linknet-kit/base";

/** A loss that no gradient can be built of: it is no one number, what was asked for is not there, or an op between them has none. */
export class NotDifferentiableError extends LinknetError {
  readonly code = "NOT_DIFFERENTIABLE";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}
