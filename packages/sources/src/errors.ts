/** What can be wrong with what a user calls a model. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** A file that exports nothing a network could be made of. */
export class NotANetworkError extends LinknetError {
  readonly code = "NOT_A_NETWORK";

  constructor(data: { readonly path: string; readonly problem: string; readonly hint?: string | undefined }) {
    super(`"${data.path}" is no network: ${data.problem}`, {
      hint:
        data.hint ??
        "export default a layer, a function of { size, classes, batch, width } to a layer, a defineNetwork({ ... }) or a graph",
    });
  }
}

/** A choice that the model does not leave open. */
export class FixedChoiceError extends UsageError {
  readonly code = "FIXED_CHOICE";

  constructor(data: { readonly choice: string; readonly reason: string; readonly hint?: string }) {
    super(`${data.choice} is not yours to choose here: ${data.reason}`, { hint: data.hint });
  }
}

/** A size that a file leaves open and that was not given, or not so that it fits. */
export class OpenSizeError extends UsageError {
  readonly code = "OPEN_SIZE";

  constructor(data: { readonly problem: string; readonly hint: string }) {
    super(data.problem, { hint: data.hint });
  }
}

/** A model of a kind that the command cannot use. */
export class WrongKindOfModelError extends UsageError {
  readonly code = "WRONG_KIND_OF_MODEL";

  constructor(data: { readonly word: string; readonly kind: string; readonly hint: string }) {
    super(`"${data.word}" is ${data.kind}, which this command does not take`, { hint: data.hint });
  }
}

/** A word that looks like a path, to nothing that is a model. */
export class UnknownSourceError extends UsageError {
  readonly code = "UNKNOWN_SOURCE";

  constructor(data: { readonly word: string }) {
    super(`"${data.word}" names no model, and no folder that has one`, {
      hint: "give a network's name, an .onnx file, a tfjs model's folder, or your own network file, which ends in .ts, .mts, .js or .mjs",
    });
  }
}
