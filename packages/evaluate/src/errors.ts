/** What keeps a network from being evaluated on a data set. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** The network labels other things than the data set does, or takes other images. */
export class UnfitNetworkError extends LinknetError {
  readonly code = "UNFIT_NETWORK";

  constructor(data: { readonly network: string; readonly problem: string; readonly hint: string }) {
    super(`${data.network} ${data.problem}`, { hint: data.hint });
  }
}

/** A choice that does not go with what is evaluated. */
export class EvaluationChoiceError extends UsageError {
  readonly code = "EVALUATION_CHOICE";

  constructor(data: { readonly problem: string; readonly hint: string }) {
    super(data.problem, { hint: data.hint });
  }
}

/** A runtime that was asked for, and is not here. */
export class RuntimeMissingError extends LinknetError {
  readonly code = "RUNTIME_MISSING";

  constructor(data: { readonly runtime: string; readonly reason: string; readonly remedy: string }) {
    super(`${data.runtime} is not here: ${data.reason}`, { hint: data.remedy });
  }
}
