/** What keeps a file from being read as safetensors. */
import { LinknetError } from "@linknet-kit/base";
import { SUPPORTED } from "./dataTypes.js";

/** The bytes are no safetensors file: cut off, changed, contradicting themselves, or something else altogether. */
export class DamagedSafetensorsError extends LinknetError {
  readonly code = "DAMAGED_SAFETENSORS";

  constructor(data: { readonly problem: string; readonly cause?: unknown }) {
    super(`this is no complete safetensors file: ${data.problem}`, {
      hint: "check that the file is safetensors and was transferred whole",
      cause: data.cause,
    });
  }
}

/** Tensors that are others than when their file was written, which says so by its digest. */
export class ChangedSafetensorsError extends LinknetError {
  readonly code = "CHANGED_SAFETENSORS";

  constructor() {
    super("its tensors are not those that were written: they have another sha256 than its metadata say", {
      hint: 'take a copy that is whole; where they were changed on purpose, write the file without "sha256" in its metadata',
    });
  }
}

/** Tensors in data types that tensors here cannot hold, all of them. */
export class UnsupportedTypesError extends LinknetError {
  readonly code = "UNSUPPORTED_TYPES";

  constructor(data: { readonly tensors: readonly { readonly name: string; readonly type: string }[] }) {
    const listed = data.tensors.slice(0, 10).map(({ name, type }) => `${quoted(name)} (${type})`);
    const more = data.tensors.length - listed.length;
    super(
      `tensors are in data types that are not supported: ${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      {
        hint: `save them as one of ${SUPPORTED.join(", ")}`,
      },
    );
  }
}

/** A file that could not be read as weights; `cause` says why, and the message repeats it with the file's path. */
export class UnreadableSafetensorsError extends LinknetError {
  readonly code = "UNREADABLE_SAFETENSORS";

  constructor(data: { readonly path: string; readonly cause: LinknetError }) {
    super(`${data.path}: ${data.cause.message}`, { hint: data.cause.hint, cause: data.cause });
  }
}

/** A name from a file, as it may be shown. */
export function quoted(name: string): string {
  return `"${printable(name)}"`;
}

/** Text of a stranger, shortened, without anything that a terminal would obey. */
export function printable(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}...` : text;
  return short.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?");
}
