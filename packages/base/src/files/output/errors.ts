/** Files that would be lost. */
import { LinknetError } from "../../errors.js";
import type { FileKind } from "./fileKind.js";

/** What stands where a file is to be written is something else than what is written there. */
export class NotReplacedError extends LinknetError {
  readonly code = "NOT_REPLACED";

  constructor(data: { readonly path: string; readonly kind: FileKind }) {
    super(`"${data.path}" is there and is no ${data.kind.name}; it is left as it is`, {
      hint: "choose another name, or replace it with --force",
    });
  }
}

/** A file that the command reads would be written. */
export class OutputIsInputError extends LinknetError {
  readonly code = "OUTPUT_IS_INPUT";

  constructor(data: { readonly path: string; readonly input: string }) {
    const also = data.path === data.input ? "" : `, which is "${data.input}"`;
    super(`"${data.path}"${also} is read by this command, and cannot be where it writes`, {
      hint: "choose another name for what is written",
    });
  }
}
