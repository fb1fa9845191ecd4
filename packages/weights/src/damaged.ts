/** What keeps a file from being read as weights. */
import { LinknetError } from "@linknet-kit/base";
import { printable, quoted } from "./safetensors/errors.js";

/** The bytes are not what their first ones say: cut off, changed, contradicting themselves, or made to do harm. */
export class DamagedWeightsError extends LinknetError {
  readonly code = "DAMAGED_WEIGHTS";

  constructor(data: { readonly format: string; readonly problem: string; readonly cause?: unknown }) {
    super(`this is no complete ${data.format}: ${data.problem}`, {
      hint: "check that the file was transferred whole",
      cause: data.cause,
    });
  }
}

/** A pickle that asks for more than tensors: nothing of a pickle is executed, so that only known constructors are understood. */
export class RefusedPickleError extends LinknetError {
  readonly code = "REFUSED_PICKLE";
  /** What it asks for, by module and name. */
  readonly names: readonly string[];

  constructor(data: { readonly names: readonly string[] }) {
    const listed = data.names.slice(0, 10).map(quoted).join(", ");
    const more = data.names.length > 10 ? ` and ${data.names.length - 10} more` : "";
    super(`the file asks for ${listed}${more}, and no code of a file is run`, {
      hint: 'save tensors alone, in PyTorch by torch.save(model.state_dict(), "weights.pt")',
    });
    this.names = data.names;
  }
}

/** A file that holds something else than tensors, or holds them in a way that is not read, in words. */
export class UnsupportedWeightsError extends LinknetError {
  readonly code = "UNSUPPORTED_WEIGHTS";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, { hint: data.hint ?? "save a state dictionary, or a safetensors file" });
  }
}

/** A file that could not be read as weights; `cause` says why, and the message repeats it with the file's path. */
export class UnreadableWeightsError extends LinknetError {
  readonly code = "UNREADABLE_WEIGHTS";

  constructor(data: { readonly path: string; readonly cause: LinknetError }) {
    super(`${data.path}: ${data.cause.message}`, { hint: data.cause.hint, cause: data.cause });
  }
}

/** What a library says of a stranger's bytes, as it may be shown. */
export function messageOf(cause: unknown): string {
  return printable(cause instanceof Error ? cause.message : String(cause));
}
